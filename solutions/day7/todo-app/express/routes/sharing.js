// /todos/<id>/share: who else sees a todo, and who may edit it.
import { Router } from 'express';

import { db } from '../db.js';
import { HttpError, invalid, notAllowed, readId, requireJson } from '../http.js';
import { email as emailRule, read, share } from '../rules.js';
import { findOwn } from '../todos.js';

const router = Router();

router.route('/:id/share')
  .post(requireJson, async (req, res) => {
    const { email, can_edit } = read(share, req.body);
    const { id: todo_id } = await findOwn(db, req.user, readId(req.params.id));
    const user = await db('users').where({ email }).first();
    if (!user || user.id === req.user.id) throw invalid('email', "is nobody's, or your own");
    // Once more: the row that is there gets the new can_edit.
    await db('todo_shares').insert({ todo_id, user_id: user.id, can_edit }).onConflict(['todo_id', 'user_id']).merge();
    res.json({ email, can_edit });
  })
  .all(notAllowed('POST'));

router.route('/:id/share/:email')
  .delete(async (req, res) => {
    const { id: todo_id } = await findOwn(db, req.user, readId(req.params.id));
    const { data: email } = emailRule.safeParse(req.params.email);
    const user = email && await db('users').where({ email }).first();
    const ended = user && await db('todo_shares').where({ todo_id, user_id: user.id }).delete();
    if (!ended) throw new HttpError(404, 'it is not shared with this e-mail');
    res.status(204).end();
  })
  .all(notAllowed('DELETE'));

export default router;
