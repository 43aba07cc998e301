import express from 'express';

import { db } from './db.js';
import { notAllowed } from './http.js';
import { logRequests } from './logs.js';
import { limitQuery, requestId, securityHeaders } from './middleware.js';
import { errorHandler, nothingHere } from './problems.js';
import attachments from './routes/attachments.js';
import config from './routes/config.js';
import exportTickets from './routes/export.js';
import reports from './routes/reports.js';
import tickets from './routes/tickets.js';

const app = express();
app.disable('x-powered-by');

// The order counts: the id comes first, since the log and every error need it; what may refuse a request comes after
// what writes it down.
app.use(requestId, logRequests, securityHeaders, limitQuery);

// strict would refuse every body that is not an object or an array, as if it were no JSON at all.
app.use(express.json({ strict: false, limit: '1mb' }));

app.route('/health')
  .get(async (req, res) => {
    await db.raw('select 1').timeout(1500);
    res.json({ status: 'ok', database: 'ok' });
  })
  .all(notAllowed('GET'));

// Fails on purpose, to show what happens then.
app.route('/boom')
  .get(() => {
    throw new Error('thrown on purpose, by GET /boom');
  })
  .all(notAllowed('GET'));

app.use('/config', config);
app.use('/tickets/:ticket/attachments', attachments);
app.use('/tickets/export', exportTickets);
app.use('/tickets', tickets);
app.use('/reports', reports);

app.use(nothingHere);
app.use(errorHandler);

export default app;
