// From a cart to an order: all of it in one transaction, or nothing.
import { itemsIn } from './carts.js';
import { db, insert } from './db.js';
import { HttpError } from './http.js';
import { shownOrders } from './orders.js';
import { oneAtATime } from './users.js';

/**
 * An order of all that is in the user's cart, as it is answered.
 *
 * Key, order, stock and cart in one transaction, and one checkout at a time for each user: so whoever sends a key twice
 * at the same time waits here until the first is done, and then finds its order.
 */
export function checkOut(user, key) {
  return db.transaction(async (trx) => {
    await oneAtATime(trx, user);
    const id = await madeWith(trx, user, key) ?? await orderCart(trx, user, key);
    const [order] = await shownOrders(trx, trx('orders').where({ id }));
    // The same key gets the same body, whatever has become of the order since: at first it was pending.
    return { ...order, status: 'pending' };
  });
}

/** The id of the order that this user has made with this key, if there is one. */
async function madeWith(trx, user, key) {
  if (key === undefined) return undefined;
  const order = await trx('orders').where({ user_id: user.id, key }).first('id');
  return order?.id;
}

/** The id of a new order. A 409 undoes everything: what is thrown in a transaction rolls it back. */
async function orderCart(trx, user, key) {
  const wanted = await itemsIn(trx, user);
  if (wanted.length === 0) throw new HttpError(409, 'your cart is empty');
  // All carts take their products in the same order, or two of them would wait for each other for ever.
  for (const item of wanted.toSorted((one, other) => one.product_id - other.product_id)) await take(trx, item);
  // From here on nobody else can change these products until the end: the prices are those of this moment.
  const items = await itemsIn(trx, user);
  const order_id = await insert('orders', { user_id: user.id, status: 'pending', key: key ?? null }, trx);
  await trx('order_items').insert(items.map((item) => ({ order_id, ...item })));
  await trx('cart_items').where({ user_id: user.id }).delete();
  return order_id;
}

/** Looks and writes in one statement: between the two nobody else can take the last piece. */
async function take(trx, { product_id, name, quantity }) {
  const enough = trx('products').where({ id: product_id }).where('stock', '>=', quantity);
  const taken = await enough.decrement('stock', quantity);
  if (taken === 0) throw new HttpError(409, `there are not ${quantity} of ${name} in stock`);
}
