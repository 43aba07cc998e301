// /posts: the feed, and all that is done to one post. For writing, routes.js has seen to it that somebody is logged in.
import { Router } from 'express';
import { z } from 'zod';

import { db, insert, isDuplicate } from '../db.js';
import { pageOf, TAG, wishes } from '../feed.js';
import { HttpError, notAllowed, requireJson } from '../http.js';
import { find, findMine, shownPost, shownPosts } from '../posts.js';
import { read, text, written } from '../rules.js';
import { slugsFor } from '../slugs.js';
import { timesOfNow } from '../tables.js';

const router = Router();

const tag = z.string().regex(TAG, 'must be 1 to 30 of a-z, 0-9 and -, and not begin with -');

const FIELDS = {
  title: written(1, 200),
  body: text(0, 50_000), // markdown, where each blank may mean something: nothing is trimmed
  tags: z.array(tag).max(10).transform((tags) => [...new Set(tags)]),
};

const newPost = z.object({ ...FIELDS, body: FIELDS.body.default(''), tags: FIELDS.tags.default([]) });

// Made of the fields without defaults, so that what is absent stays as it is.
const changes = z.object(FIELDS).partial();

router.route('/')
  .get(async (req, res) => {
    const { posts, next_cursor } = await pageOf(read(wishes, req.query));
    res.json({ items: await shownPosts(posts), next_cursor });
  })
  .post(requireJson, async (req, res) => {
    const { tags, ...row } = read(newPost, req.body);
    const slug = await store({ ...row, author_id: req.user.id, ...timesOfNow() }, tags);
    res.status(201).location(`/posts/${slug}`).json(await shownPost(await find(slug, req.user)));
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:slug')
  .get(async (req, res) => {
    res.json(await shownPost(await find(req.params.slug, req.user)));
  })
  // The slug stays, whatever the title is now: people have linked to it.
  .patch(requireJson, async (req, res) => {
    const post = await findMine(req.params.slug, req.user);
    await change(post, read(changes, req.body));
    res.json(await shownPost(await find(post.slug, req.user)));
  })
  // Tags and comments go with it: see tables.js.
  .delete(async (req, res) => {
    const { id } = await findMine(req.params.slug, req.user);
    await db('posts').where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

router.route('/:slug/publish')
  // The condition is in the UPDATE itself: of two requests at the same time only one sets the time.
  .post(async (req, res) => {
    const { id, slug } = await findMine(req.params.slug, req.user);
    await db('posts').where({ id }).whereNull('published_at').update({ published_at: new Date().toISOString() });
    res.json(await shownPost(await find(slug, req.user)));
  })
  .all(notAllowed('POST'));

/** Stores a new post at the first slug that is free; the slug. */
async function store(row, tags) {
  for (const slug of slugsFor(row.title)) {
    try {
      await db.transaction(async (trx) => setTags(trx, await insert('posts', { slug, ...row }, trx), tags));
      return slug;
    } catch (error) {
      // It is taken. Looking first would not do: somebody else may be inserting it at this moment. The database knows.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new HttpError(409, 'no free address was found for this title, please try again');
}

function change({ id }, { tags, ...fields }) {
  return db.transaction(async (trx) => {
    const changed = await trx('posts').where({ id }).update({ ...fields, updated_at: timesOfNow().updated_at });
    if (changed === 0) throw new HttpError(404, 'this post was deleted at this moment');
    if (tags === undefined) return;
    await trx('post_tags').where({ post_id: id }).delete();
    await setTags(trx, id, tags);
  });
}

async function setTags(trx, post_id, tags) {
  if (tags.length > 0) await trx('post_tags').insert(tags.map((tag) => ({ post_id, tag })));
}

export default router;
