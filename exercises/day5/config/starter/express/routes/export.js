// GET /tickets/export: all tickets as CSV.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';
import { settings } from '../settings.js';
import { allTickets } from '../tickets.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    // TODO config.change: where settings.FEATURE_EXPORT is on, answer with all tickets as text/csv: allTickets() has
    // them. Else 404, as if there were no such address. The package csv-stringify writes the text:
    //   import { stringify } from 'csv-stringify/sync';
    //   stringify(rows, { header: true, columns: ['id', …] })
    notImplemented(res);
  })
  .all(notAllowed('GET'));

export default router;
