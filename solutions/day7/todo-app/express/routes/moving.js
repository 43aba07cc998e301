// POST /todos/<id>/move.
import { Router } from 'express';

import { notAllowed, readId, requireJson } from '../http.js';
import { holdingOrder, moveTodo } from '../order.js';
import { move, read } from '../rules.js';

const router = Router();

router.route('/:id/move')
  .post(requireJson, async (req, res) => {
    const id = readId(req.params.id);
    const { before } = read(move, req.body);
    res.json(await holdingOrder(req.user, (trx) => moveTodo(trx, req.user, id, before)));
  })
  .all(notAllowed('POST'));

export default router;
