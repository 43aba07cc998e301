// Orders: who may see them, and what they look like.
import { shownItems } from './carts.js';

/** The orders that somebody may see: an admin everybody's. `on` is db, or a transaction. */
export function visible(on, user) {
  return user.is_admin ? on('orders') : on('orders').where({ user_id: user.id });
}

/** The orders of a query as clients see them: one query more for the items of all, and not one for each order. */
export async function shownOrders(on, query) {
  const orders = await query.clone().orderBy('id');
  const items = new Map(orders.map(({ id }) => [id, []]));
  const rows = await on('order_items').whereIn('order_id', query.clone().select('id')).orderBy('id');
  for (const row of rows) items.get(row.order_id)?.push(row);
  return orders.map(({ id, user_id, status }) => ({ id, user_id, status, ...shownItems(items.get(id)) }));
}
