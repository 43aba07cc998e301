// Where an order may go, and who may send it there.
import { db } from './db.js';
import { HttpError } from './http.js';

/** From a status to those that may follow. */
const NEXT = {
  pending: ['paid', 'cancelled'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};
const FOR_THE_OWNER = ['paid', 'cancelled'];

export const STATUSES = Object.keys(NEXT);

/** Moves an order that this user may see. */
export async function move(order, status, user) {
  if (!user.is_admin && !FOR_THE_OWNER.includes(status)) {
    throw new HttpError(403, `only admins may set an order to ${status}`);
  }
  if (!NEXT[order.status].includes(status)) {
    throw new HttpError(409, `an order that is ${order.status} can't become ${status}`);
  }
  await db.transaction(async (trx) => {
    // Only where it still is what was read: of two at the same time, one finds nothing to change.
    const moved = await trx('orders').where({ id: order.id, status: order.status }).update({ status });
    if (moved === 0) throw new HttpError(409, 'the order was moved by somebody else at the same time');
    if (status === 'cancelled') await bringBack(trx, order);
  });
}

/** Its pieces are in stock again; those of a product that is gone are nobody's. By id, as the checkout takes them. */
async function bringBack(trx, order) {
  const items = await trx('order_items').where({ order_id: order.id }).orderBy('product_id');
  for (const { product_id, quantity } of items) {
    await trx('products').where({ id: product_id }).increment('stock', quantity);
  }
}
