// Day 5: a help desk that works, and that nobody should run yet. This file only puts the parts together: look for TODO
// in it, and in the modules that it imports.
//
//   errors      middleware.js, problems.js, rules.js, and here
//   config      settings.js, routes/config.js, routes/export.js
//   logging     logs.js
//   debugging   routes/reports.js
//   uploads     routes/attachments.js, attachments.js, file-types.js
//   mail        mails.js
//
// server.js, db.js, http.js and tickets.js are finished.
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

// TODO errors.security-headers: Express adds X-Powered-By to every answer. app.disable() turns such a setting off.
const app = express();

// The order counts: the id comes first, since the log and every error need it; what may refuse a request comes after
// what writes it down.
app.use(requestId, logRequests, securityHeaders, limitQuery);

// strict would refuse every body that is not an object or an array, as if it were no JSON at all.
// TODO errors.limits: nobody needs 50 MB for a ticket. 1 MiB is '1mb' here.
app.use(express.json({ strict: false, limit: '50mb' }));

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
