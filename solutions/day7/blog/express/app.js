// Day 7: a blog.
//
//   auth.js, tokens.js, passwords.js, routes/auth.js, routes/me.js   who is it? (day 4)
//   routes.js                             who may pass where
//   posts.js, slugs.js, routes/posts.js   posts: who sees them, how their addresses are made, all that is done to one
//   feed.js                               which posts are on a page of the feed, and where the next one begins
//   routes/comments.js                    what others say
//   routes/readers.js                     tags, and pages about authors
//   db.js, tables.js, http.js, problems.js, rules.js, settings.js    what all of them need
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
