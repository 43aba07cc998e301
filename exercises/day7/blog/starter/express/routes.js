// The routes of the blog, put together: app.js hangs this router in, after those of the accounts.
import { Router } from 'express';

import comments from './routes/comments.js';
import posts from './routes/posts.js';
import readers from './routes/readers.js';

const router = Router();

// TODO blog.auth: whoever writes must be logged in: signedIn of auth.js. Whoever reads may be nobody, or somebody who
//   sees their own drafts: beside signedIn you need a door that lets everybody pass and tells who it is. Both in front
//   of posts and comments.
router.use('/posts/:slug/comments', comments);
router.use('/posts', posts);
router.use(readers);

export default router;
