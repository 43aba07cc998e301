// Day 7: the todo app. `npm install` once, and then start it with `npm start`.
import express from 'express';

import { signedIn } from './auth.js';
import { db } from './db.js';
import { notAllowed } from './http.js';
import { errorHandler, nothingHere } from './problems.js';
import auth from './routes/auth.js';
import bulk from './routes/bulk.js';
import me from './routes/me.js';
import moving from './routes/moving.js';
import sharing from './routes/sharing.js';
import todos from './routes/todos.js';

const app = express();
app.disable('x-powered-by');

// Is the app well? Not without its database: then the error handler answers 503.
app.route('/health')
  .get(async (req, res) => {
    await db.raw('select 1').timeout(1500);
    res.json({ status: 'ok', database: 'ok' });
  })
  .all(notAllowed('GET'));

// Who may pass stands here, in front of the routes: nothing behind a door can be forgotten.
app.use('/auth', auth);
app.use('/me', signedIn, me);
app.use('/todos', signedIn, bulk, moving, sharing, todos);

app.use(nothingHere);
app.use(errorHandler);

export default app;
