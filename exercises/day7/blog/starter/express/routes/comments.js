// /posts/:slug/comments: a comment is {"id", "body", "author", "created_at", "updated_at"}.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

// The slug stands in the path that routes.js knows: mergeParams brings it into req.params.slug.
const router = Router({ mergeParams: true });

// TODO blog.comments: a table. Comments of a deleted post must not be left over: .onDelete('CASCADE').
// TODO blog.drafts: where the post is a draft of somebody else, all of these are 404.

router.route('/')
  // TODO blog.comments: 200 with an array, the oldest first.
  .get(notImplemented)
  // TODO blog.comments: 201 with the comment and its Location.
  // TODO blog.html: the body is what was sent, markup and all.
  .post(notImplemented)
  .all(notAllowed('GET', 'POST'));

// readId(req.params.id) of http.js gives the id, or ends in 404.
router.route('/:id')
  // TODO blog.comments: 200; 404 for a comment on another post.
  .get(notImplemented)
  // TODO blog.comments: for its author alone; 403 for others.
  .patch(notImplemented)
  // TODO blog.comments: for its author and the post's; 403 for others.
  .delete(notImplemented)
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

export default router;
