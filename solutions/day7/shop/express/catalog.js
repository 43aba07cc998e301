// The list of products: what to search for, in which order, and which page of it.
import { z } from 'zod';

import { db, isPostgres } from './db.js';
import { atLeast, atMost } from './money.js';
import { isStorable } from './rules.js';

const word = z.string().refine(isStorable, 'has a character that no product has');

const number = (most) => z.string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
  .transform(Number)
  .refine((value) => value <= most, `must be at most ${most}`);

const PARAMETERS = z.object({
  q: word.optional(),
  category: word.optional(),
  min_price: atLeast.optional(),
  max_price: atMost.optional(),
  in_stock: z.enum(['true', 'false']).optional(),
  sort: z.enum(['price', '-price', 'name']).optional(),
  page: number(999_999_999).default(1),
  per_page: number(100).default(20),
});

/** The query of a list. ?q=a&q=b arrives as an array: the first one counts. */
export const wishes = z.preprocess(
  (query) => Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]])),
  PARAMETERS,
);

/** One page of the products, and the number of all that match. */
export async function listProducts(wanted) {
  const found = db('products').where((query) => narrow(query, wanted));
  const [{ total }] = await found.clone().count({ total: '*' });
  const items = await inOrder(found.clone(), wanted.sort)
    .limit(wanted.per_page)
    .offset((wanted.page - 1) * wanted.per_page);
  return { items, total: Number(total) }; // PostgreSQL's driver gives a count as a text
}

/** A condition for each filter that is there; all of them must hold. */
function narrow(query, { q, category, min_price, max_price, in_stock }) {
  if (q !== undefined) query.where((either) => contains(either, q));
  if (category !== undefined) query.where({ category });
  if (min_price !== undefined) query.where('price_cents', '>=', min_price);
  if (max_price !== undefined) query.where('price_cents', '<=', max_price);
  if (in_stock !== undefined) query.where('stock', in_stock === 'true' ? '>' : '=', 0);
}

/** % and _ mean "anything" in a pattern of LIKE, so those of the client get an escape character in front. */
function contains(query, words) {
  const pattern = `%${words.replace(/[!%_]/g, '!$&')}%`;
  query.whereRaw("lower(name) like lower(?) escape '!'", [pattern]);
  query.orWhereRaw("lower(description) like lower(?) escape '!'", [pattern]);
}

/** Equals stay in the order in which they were made, descending too: that is the order of the ids. */
function inOrder(query, sort) {
  if (sort === 'price') query.orderBy('price_cents');
  if (sort === '-price') query.orderBy('price_cents', 'desc');
  // PostgreSQL would sort as a dictionary does, where apple comes before Zebra.
  if (sort === 'name') query.orderByRaw(isPostgres ? 'name collate "C"' : 'name');
  return query.orderBy('id');
}
