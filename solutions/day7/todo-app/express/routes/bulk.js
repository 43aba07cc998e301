// POST /todos/bulk: up to a hundred changes, all or none.
import { Router } from 'express';

import { db } from '../db.js';
import { HttpError, invalid, notAllowed, requireJson } from '../http.js';
import { holdingOrder } from '../order.js';
import { bulk, read } from '../rules.js';
import { changeTodo, createTodo, deleteTodo, ownersOf } from '../todos.js';

const router = Router();

router.route('/bulk')
  .post(requireJson, async (req, res) => {
    const { operations } = read(bulk, req.body);
    const owners = await ownersOf(db, req.user, operations.flatMap(({ id }) => id ?? []));
    const results = await holdingOrder(req.user, async (trx) => {
      const done = [];
      // One after the other, since each builds on what those before it have done. An error that leaves this function
      // rolls all of it back.
      for (const [place, operation] of operations.entries()) done.push(await run(trx, req.user, operation, place));
      return done;
    }, owners);
    res.json({ results });
  })
  .all(notAllowed('POST'));

/** One operation. A todo that is not there or that one may not change is a 422 here, which says where. */
async function run(trx, user, operation, place) {
  try {
    return await DO[operation.op](trx, user, operation);
  } catch (error) {
    if (error instanceof HttpError) throw invalid(`operations.${place}.id`, error.message);
    throw error;
  }
}

const DO = {
  async create(trx, user, { op, todo }) {
    const made = await createTodo(trx, user, todo);
    return { op, id: made.id, todo: made };
  },
  async update(trx, user, { op, id, todo }) {
    return { op, id, todo: await changeTodo(trx, user, id, todo) };
  },
  async delete(trx, user, { op, id }) {
    await deleteTodo(trx, user, id);
    return { op, id, todo: null };
  },
};

export default router;
