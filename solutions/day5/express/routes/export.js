// GET /tickets/export: all tickets as CSV.
import { stringify } from 'csv-stringify/sync';
import { Router } from 'express';

import { notAllowed } from '../http.js';
import { settings } from '../settings.js';
import { allTickets } from '../tickets.js';

const COLUMNS = ['id', 'title', 'priority', 'status', 'reporter_email'];

const router = Router();

// With the feature switched off there is no such address: the request goes on to /tickets/:id, which finds nothing.
if (settings.FEATURE_EXPORT) {
  router.route('/')
    .get(async (req, res) => {
      const text = stringify(await allTickets(), { header: true, columns: COLUMNS });
      res.attachment('tickets.csv').type('text/csv').send(text);
    })
    .all(notAllowed('GET'));
}

export default router;
