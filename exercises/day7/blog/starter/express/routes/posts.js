// /posts: the feed, and all that is done to one post.
//
//   title   required, 1 to 200 characters, not just blanks
//   body    markdown of at most 50 000 characters, "" when absent, kept as it was written
//   tags    at most 10, none when absent; each matches [a-z0-9][a-z0-9-]{0,29}
//
// The rest is the server's: slug, status, author, created_at, updated_at, published_at. openapi.yaml has it all. When
// this file grows long, give the feed, and what talks to the database, modules of their own.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

const router = Router();

// TODO blog.posts: a table, in tables.js. The slug must be unique, and the database is to see to it.
// TODO blog.drafts: in the table, when a post was published: null as long as it is a draft.
// TODO blog.tags: a table of their own, with a row for each tag of each post.

// TODO blog.posts: the rules above, once for POST and PATCH. text(), written() and read() of rules.js do half of it.
// TODO blog.drafts: a function that finds a post by its slug, if whoever asks sees it, and else ends in 404. Every
//   address below /posts/:slug begins with it, those of comments too.

/** A post as everybody sees it. */
// TODO blog.posts: all the fields of a Post in openapi.yaml.
// TODO blog.profile: the author is {"id", "name"}. shown() of routes/me.js has the e-mail: not for others to see.
// TODO blog.html: the title is what was sent. Nothing is escaped or taken away, here or when it is stored.

router.route('/')
  // A page of the feed: {"items", "next_cursor"}.
  // TODO blog.drafts: published posts, and no draft, not even for its author.
  // TODO blog.feed: the newest published first; `limit` posts; and next_cursor, from which the next page goes on. What
  //   has to be in a cursor, so that no post is missed or doubled while others are published?
  // TODO blog.tags: ?tag= leaves posts with just this tag.
  .get(notImplemented)
  // A new draft.
  // TODO blog.posts: 201 with the post and its Location. requireJson of http.js reads the body. How do you get a slug
  //   that nobody else gets, also at the same moment? isDuplicate() of db.js knows what the database throws.
  .post(notImplemented)
  .all(notAllowed('GET', 'POST'));

router.route('/:slug')
  // TODO blog.posts: 200 with the post.
  // TODO blog.drafts: 404 if it is a draft of somebody else.
  .get(notImplemented)
  // Changes what the body names. The slug stays.
  // TODO blog.posts: 200 with the post; 403 for others.
  .patch(notImplemented)
  // TODO blog.posts: 204; 403 for others.
  // TODO blog.comments: its comments go with it.
  .delete(notImplemented)
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

router.route('/:slug/publish')
  // TODO blog.drafts: 200 with the post. The second time nothing changes, and it is 200 as well.
  .post(notImplemented)
  .all(notAllowed('POST'));

export default router;
