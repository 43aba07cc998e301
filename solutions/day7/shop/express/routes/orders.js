// /orders: a user's own, and for admins everybody's.
import { Router } from 'express';
import { z } from 'zod';

import { checkOut } from '../checkout.js';
import { db } from '../db.js';
import { HttpError, invalid, notAllowed, readId, requireJson } from '../http.js';
import { move, STATUSES } from '../moves.js';
import { shownOrders, visible } from '../orders.js';
import { read } from '../rules.js';

const router = Router();

const change = z.object({ status: z.enum(STATUSES) });

router.route('/')
  .get(async (req, res) => {
    res.json(await shownOrders(db, visible(db, req.user)));
  })
  .post(async (req, res) => {
    const order = await checkOut(req.user, readKey(req));
    res.status(201).location(`/orders/${order.id}`).json(order);
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await find(req));
  })
  .patch(requireJson, async (req, res) => {
    const { status } = read(change, req.body);
    const order = await find(req);
    await move(order, status, req.user);
    res.json({ ...order, status });
  })
  .all(notAllowed('GET', 'PATCH'));

function readKey(req) {
  const key = req.get('Idempotency-Key');
  if (key !== undefined && !/^[!-~]{1,255}$/.test(key)) {
    throw invalid('Idempotency-Key', 'must be 1 to 255 printable ASCII characters without blanks');
  }
  return key;
}

async function find({ user, params }) {
  const [order] = await shownOrders(db, visible(db, user).where({ id: readId(params.id) }));
  // Also for somebody else's order: 403 would tell that it exists.
  if (!order) throw new HttpError(404, `there is no order ${params.id}`);
  return order;
}

export default router;
