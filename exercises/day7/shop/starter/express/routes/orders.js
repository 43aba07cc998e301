// /orders: an order is {"id", "user_id", "status", "items", "total"}, and keeps names and prices of its own.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

const router = Router();

// TODO shop.checkout: two tables, orders and what is in them. With the name and the price of the moment, or old orders
//   change when a price does.

router.route('/')
  // Makes an order of the cart: all of it or nothing. No body is needed.
  // TODO shop.checkout: in one transaction. 201, the order, its Location; the stock falls, the cart is empty. 409 where
  //   the cart is empty or something is missing, and then nothing has changed.
  // TODO shop.stock: twenty do this at the same moment, and there are ten pieces. What lies between looking whether
  //   there are enough and taking them? And in which order do carts with several products take them?
  // TODO shop.idempotent: the header Idempotency-Key. The same key of the same user is the same order and the same
  //   answer, also when both requests come at the same moment: one has to wait for the other.
  .post(notImplemented)
  // One's own orders, oldest first; for an admin everybody's. A plain array.
  // TODO shop.orders: 200 with the array.
  .get(notImplemented)
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  // One order, for whose it is and for admins. To anybody else there is none.
  // TODO shop.orders: 200 with the order, or 404.
  .get(notImplemented)
  // Moves it to another {"status"}: pending, paid, shipped, delivered, or cancelled.
  // TODO shop.status: 200 with the order. Unknown word: 422, not theirs: 404, not for them to do: 403, no such way:
  //   409. A cancelled order brings its pieces back, once.
  .patch(notImplemented)
  .all(notAllowed('GET', 'PATCH'));

export default router;
