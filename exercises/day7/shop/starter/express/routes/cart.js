// /cart: what a user means to buy. Whoever is logged in has one of their own, and it is empty at first.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

const router = Router();

// TODO shop.cart: a table with a row for each user and product, and a quantity from 1 to 1 000 in it. Name and price
//   are not in it: they are the product's own, as they are now.

router.route('/')
  // {"items": [{"product_id", "name", "price", "quantity"}], "total"}
  // TODO shop.cart: 200 with the whole cart; the total is right to the cent.
  .get(notImplemented)
  .all(notAllowed('GET'));

router.route('/items')
  // Puts {"product_id", "quantity"} into the cart. More than the stock is fine.
  // TODO shop.cart: 200 with the whole cart. What is there already is added to. Unknown product: 404, no quantity: 422.
  .post(notImplemented)
  .all(notAllowed('POST'));

router.route('/items/:product')
  // Sets the {"quantity"} of a product that is in the cart.
  // TODO shop.cart: 200 with the whole cart; 404 where the product is not in it.
  .patch(notImplemented)
  // Takes a product out of the cart.
  // TODO shop.cart: 204; 404 where the product is not in it.
  .delete(notImplemented)
  .all(notAllowed('PATCH', 'DELETE'));

export default router;
