// Day 7: a shop. Start it with `npm start`.
import express from 'express';

import { signedIn } from './auth.js';
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
app.use('/me', signedIn, me);
app.use(routes);

app.use(nothingHere);
app.use(errorHandler);

export default app;
