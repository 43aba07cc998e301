// What everybody reads: the tags, and the pages about authors. Published posts alone.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

const router = Router();

router.route('/tags')
  // [{"tag", "count"}, …] over published posts.
  // TODO blog.tags: one query that groups and counts.
  .get(notImplemented)
  .all(notAllowed('GET'));

router.route('/users/:id')
  // {"id", "name", "posts"}: no e-mail, no drafts.
  // TODO blog.profile: 404 for an id that nobody has.
  .get(notImplemented)
  .all(notAllowed('GET'));

export default router;
