// /posts/:slug/comments: whoever sees a post may comment on it, if they are logged in: see routes.js.
import { Router } from 'express';
import { z } from 'zod';

import { db, insert, isConflict } from '../db.js';
import { HttpError, notAllowed, readId, requireJson } from '../http.js';
import { author, find, isBy, withAuthor } from '../posts.js';
import { read, written } from '../rules.js';
import { timesOfNow } from '../tables.js';

const router = Router({ mergeParams: true }); // the slug stands in the path that routes.js knows

const newComment = z.object({ body: written(1, 5000) });

router.route('/')
  .get(async (req, res) => {
    const post = await find(req.params.slug, req.user);
    const comments = await withAuthor('comments').where({ post_id: post.id }).orderBy('comments.id');
    res.json(comments.map(shown));
  })
  .post(requireJson, async (req, res) => {
    const post = await find(req.params.slug, req.user);
    const row = { ...read(newComment, req.body), post_id: post.id, author_id: req.user.id, ...timesOfNow() };
    const id = await store(row);
    res.status(201).location(`/posts/${post.slug}/comments/${id}`);
    res.json(shown({ id, ...row, author_name: req.user.name }));
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    const { comment } = await findComment(req);
    res.json(shown(comment));
  })
  // Its author alone: the post's author may delete it, but puts no words into another's mouth.
  .patch(requireJson, async (req, res) => {
    const { comment } = await findComment(req);
    if (!isBy(comment, req.user)) throw forbidden();
    const change = { ...read(newComment, req.body), updated_at: timesOfNow().updated_at };
    const changed = await db('comments').where({ id: comment.id }).update(change);
    if (changed === 0) throw new HttpError(404, 'this comment was deleted at this moment');
    res.json(shown({ ...comment, ...change }));
  })
  .delete(async (req, res) => {
    const { post, comment } = await findComment(req);
    if (!isBy(comment, req.user) && !isBy(post, req.user)) throw forbidden();
    await db('comments').where({ id: comment.id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

/** The comment and the post that it is on: a comment on another post is none. */
async function findComment({ params, user }) {
  const post = await find(params.slug, user);
  const comment = await withAuthor('comments')
    .where({ 'comments.id': readId(params.id), post_id: post.id })
    .first();
  if (!comment) throw new HttpError(404, `there is no comment ${params.id} on this post`);
  return { post, comment };
}

/** The id of a new comment. */
async function store(row) {
  try {
    return await insert('comments', row);
  } catch (error) {
    if (isConflict(error)) throw new HttpError(404, 'this post was deleted at this moment');
    throw error;
  }
}

function shown({ id, body, created_at, updated_at, ...by }) {
  return { id, body, author: author(by), created_at, updated_at };
}

const forbidden = () => new HttpError(403, 'this comment is somebody else\'s');

export default router;
