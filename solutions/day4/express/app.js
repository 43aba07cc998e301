import express from 'express';

import { adminOnly, signedIn } from './auth.js';
import { db, isUnreachable } from './db.js';
import { HttpError, notAllowed } from './http.js';
import admin from './routes/admin.js';
import auth from './routes/auth.js';
import me from './routes/me.js';
import notes from './routes/notes.js';

const app = express();
app.disable('x-powered-by');

// strict would refuse every body that is not an object or an array, as if it were no JSON at all.
app.use(express.json({ strict: false, limit: '1mb' }));

app.route('/health')
  .get(async (req, res) => {
    try {
      await db.raw('select 1').timeout(1500);
    } catch (error) {
      console.error(`the database doesn't answer: ${error.message}`);
      return res.status(503).json({ status: 'error', database: 'unreachable', error: 'the database does not answer' });
    }
    res.json({ status: 'ok', database: 'ok' });
  })
  .all(notAllowed('GET'));

// Who may pass stands here, in front of the routes: nothing behind a door can be forgotten.
app.use('/auth', auth);
app.use('/me', signedIn, me);
app.use('/notes', signedIn, notes);
app.use('/admin', signedIn, adminOnly, admin);

app.use((req) => {
  throw new HttpError(404, `there is nothing at ${req.path}`);
});

// Express knows an error handler by its four parameters. Errors of Express itself (a broken body, a body that is
// too large, a broken %-escape in the path) carry a status as well; whatever has none is a mistake of ours, or
// comes from the database.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error.status >= 400 && error.status < 500) {
    return res.status(error.status).json({ error: error.message || 'bad request', fields: error.fields });
  }
  console.error(error);
  if (isUnreachable(error)) return res.status(503).json({ error: 'the database does not answer, try again later' });
  res.status(500).json({ error: 'internal server error' });
});

export default app;
