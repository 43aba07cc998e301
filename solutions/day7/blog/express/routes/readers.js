// /tags and /users/:id: for everybody, and of published posts alone.
import { Router } from 'express';

import { db } from '../db.js';
import { HttpError, notAllowed, readId } from '../http.js';
import { published, shownPosts } from '../posts.js';

const router = Router();

router.route('/tags')
  .get(async (req, res) => {
    const rows = await db('post_tags')
      .join('posts', 'posts.id', 'post_tags.post_id')
      .whereNotNull('published_at')
      .groupBy('tag')
      .orderBy('tag')
      .select('tag')
      .count({ count: '*' });
    res.json(rows.map(({ tag, count }) => ({ tag, count: Number(count) }))); // PostgreSQL's driver gives a text
  })
  .all(notAllowed('GET'));

router.route('/users/:id')
  .get(async (req, res) => {
    const user = await db('users').where({ id: readId(req.params.id) }).first('id', 'name');
    if (!user) throw new HttpError(404, `there is nobody with the id ${req.params.id}`);
    const posts = await published().where({ author_id: user.id });
    res.json({ ...user, posts: await shownPosts(posts) });
  })
  .all(notAllowed('GET'));

export default router;
