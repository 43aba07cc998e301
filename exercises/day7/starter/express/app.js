// Day 7: your project. `npm install` once, and then start it with `npm start`.
//
// This file, db.js, http.js, problems.js, rules.js, server.js and settings.js are finished. The rest is yours. A good
// order to work in:
//
//   tables.js, routes/auth.js, routes/me.js   register, log in, who am I, log out: what you wrote on day 4 will do
//   auth.js                                   who is it? All other goals stand on it
//   routes.js, routes/                        your project's own routes, and their tables in tables.js
//   tests/                                    your tests, from the first route on: they find faults before grade does
import express from 'express';

import { db } from './db.js';
import { notAllowed } from './http.js';
import { errorHandler, nothingHere } from './problems.js';
import routes from './routes.js';
import auth from './routes/auth.js';
import me from './routes/me.js';

const app = express();
app.disable('x-powered-by');

// Is the app well? Not without its database: then the error handler answers 503.
app.route('/health')
  .get(async (req, res) => {
    await db.raw('select 1').timeout(1500);
    res.json({ status: 'ok', database: 'ok' });
  })
  .all(notAllowed('GET'));

app.use('/auth', auth);
app.use('/me', me);
app.use(routes);

app.use(nothingHere);
app.use(errorHandler);

export default app;
