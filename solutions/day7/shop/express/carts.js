// What is in a cart: a row for each user and product. Names and prices are the products' own, as they are now.
import { amount, totalOf } from './money.js';

/** The items of a user's cart, in the order in which they were put in; `on` is db, or a transaction. */
export function itemsIn(on, user) {
  return on('cart_items')
    .join('products', 'products.id', 'cart_items.product_id')
    .where({ user_id: user.id })
    .orderBy('cart_items.id')
    .select('product_id', 'name', 'price_cents', 'quantity');
}

/** Items of a cart or an order, and what they cost together, as clients see them. */
export function shownItems(rows) {
  const items = rows.map(({ product_id, name, price_cents, quantity }) => (
    { product_id, name, price: amount(price_cents), quantity }
  ));
  return { items, total: totalOf(rows) };
}
