// The routes of the blog, put together: app.js hangs this router in, after those of the accounts.
import { Router } from 'express';

import { maybeSignedIn, signedIn } from './auth.js';
import comments from './routes/comments.js';
import posts from './routes/posts.js';
import readers from './routes/readers.js';

const router = Router();

// The door stands here, in front of the routes: one that is added later can't be forgotten.
router.use('/posts/:slug/comments', readersAndWriters, comments);
router.use('/posts', readersAndWriters, posts);
router.use(readers);

/** Whoever reads may be nobody, whoever writes must be somebody. */
function readersAndWriters(req, res, next) {
  const door = ['GET', 'HEAD', 'OPTIONS'].includes(req.method) ? maybeSignedIn : signedIn;
  return door(req, res, next);
}

export default router;
