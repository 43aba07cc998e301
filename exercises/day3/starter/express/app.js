import express from 'express';

import { HttpError } from './http.js';
import notes from './routes/notes.js';
import todos from './routes/todos.js';

const app = express();
app.disable('x-powered-by');

// Reads a JSON body into req.body. strict would refuse a body that is not an object or an array.
app.use(express.json({ strict: false, limit: '1mb' }));

app.get('/health', (req, res) => {
  // TODO connect.health: ask the database something small (`await db.raw('select 1')`). When that went well, answer
  // {"status": "ok", "database": "ok"}; else 503 with {"status": "error", "database": "unreachable", "error": "…"},
  // within 5 seconds: pool settings in db.js and .timeout() of Knex keep you from waiting longer.
  res.json({ status: 'ok' });
});

app.use('/notes', notes);

// TODO todos.cors: pages of any origin may call /todos. The package cors is installed already; its README shows how
// to put it in front of some routes only. It answers the preflights (OPTIONS) too.
app.use('/todos', todos);

// Whatever no route answered arrives here.
app.use((req) => {
  throw new HttpError(404, `there is nothing at ${req.path}`);
});

// Whatever a handler threw arrives here, also from an async one. Express knows an error handler by its four parameters.
// Errors of Express itself (a broken body, for one) carry a status as well.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error.status >= 400 && error.status < 500) {
    return res.status(error.status).json({ error: error.message || 'bad request', fields: error.fields });
  }
  console.error(error);
  res.status(500).json({ error: 'internal server error' });
});

export default app;
