// /cart: what a user means to buy. Everybody has one of their own.
import { Router } from 'express';
import { z } from 'zod';

import { itemsIn, shownItems } from '../carts.js';
import { db } from '../db.js';
import { HttpError, invalid, notAllowed, readId, requireJson } from '../http.js';
import { read } from '../rules.js';
import { oneAtATime } from '../users.js';

const MOST = 1000;

const router = Router();

const quantity = z.int().min(1).max(MOST);
// What is well formed and can't be any product's id is 404, by readId.
const newItem = z.object({ product_id: z.union([z.number(), z.string()]), quantity });
const change = z.object({ quantity });

router.route('/')
  .get(async (req, res) => {
    res.json(shownItems(await itemsIn(db, req.user)));
  })
  .all(notAllowed('GET'));

router.route('/items')
  .post(requireJson, async (req, res) => {
    const { product_id, quantity } = read(newItem, req.body);
    const items = await db.transaction(async (trx) => {
      await oneAtATime(trx, req.user);
      const product = await trx('products').where({ id: readId(product_id) }).first('id');
      if (!product) throw new HttpError(404, `there is no product ${product_id}`);
      await add(trx, req.user, product, quantity);
      return itemsIn(trx, req.user);
    });
    res.json(shownItems(items));
  })
  .all(notAllowed('POST'));

router.route('/items/:product')
  .patch(requireJson, async (req, res) => {
    const { quantity } = read(change, req.body);
    const items = await db.transaction(async (trx) => {
      await oneAtATime(trx, req.user);
      const changed = await itemOf(trx, req.user, req.params.product).update({ quantity });
      if (changed === 0) throw absent();
      return itemsIn(trx, req.user);
    });
    res.json(shownItems(items));
  })
  .delete(async (req, res) => {
    const gone = await itemOf(db, req.user, req.params.product).delete();
    if (gone === 0) throw absent();
    res.status(204).end();
  })
  .all(notAllowed('PATCH', 'DELETE'));

/** More pieces of a product. Nobody else comes in between: see oneAtATime. */
async function add(trx, user, product, more) {
  const item = await itemOf(trx, user, product.id).first();
  const quantity = (item?.quantity ?? 0) + more;
  if (quantity > MOST) throw invalid('quantity', `would become more than ${MOST}`);
  if (item) await trx('cart_items').where({ id: item.id }).update({ quantity });
  else await trx('cart_items').insert({ user_id: user.id, product_id: product.id, quantity });
}

function itemOf(on, user, product_id) {
  return on('cart_items').where({ user_id: user.id, product_id: readId(product_id) });
}

const absent = () => new HttpError(404, 'this product is not in your cart');

export default router;
