// The feed: which posts are on a page, and where the next page begins.
import { z } from 'zod';

import { db } from './db.js';
import { published } from './posts.js';

/** What a tag looks like. */
export const TAG = /^[a-z0-9][a-z0-9-]{0,29}$/;

const limit = z.string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 100')
  .transform(Number)
  .pipe(z.int().max(100));

// A cursor is the place of the last post of a page, in the terms that the feed is sorted by, all of them. What is
// published meanwhile comes before it, whatever is taken away: the rest of the feed goes on where it went on.
const place = z.tuple([z.iso.datetime({ precision: 3 }), z.int().positive().max(999_999_999)]);

const cursor = z.string().transform((text, context) => {
  const { success, data } = place.safeParse(decoded(text));
  if (success) return data;
  context.issues.push({ code: 'custom', message: 'is no cursor of this feed', input: text });
  return z.NEVER;
});

function decoded(text) {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function cursorOf({ published_at, id }) {
  return Buffer.from(JSON.stringify([published_at, id])).toString('base64url');
}

/** The query of a page. ?tag=a&tag=b arrives as an array: the first one counts. */
export const wishes = z.preprocess(
  (query) => Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]])),
  z.object({ limit: limit.default(20), cursor: cursor.optional(), tag: z.string().optional() }),
);

/** A page of the feed, and the cursor for the next one: null if there is none. */
export async function pageOf({ limit, cursor, tag }) {
  if (tag !== undefined && !TAG.test(tag)) return { posts: [], next_cursor: null };
  const query = published().limit(limit + 1); // one more tells whether there are more
  if (tag !== undefined) query.whereIn('posts.id', db('post_tags').select('post_id').where({ tag }));
  if (cursor !== undefined) query.where((condition) => isAfter(condition, cursor));
  const found = await query;
  const posts = found.slice(0, limit);
  return { posts, next_cursor: found.length > limit ? cursorOf(posts.at(-1)) : null };
}

function isAfter(condition, [moment, id]) {
  condition
    .where('published_at', '<', moment)
    .orWhere((same) => same.where('published_at', moment).where('posts.id', '<', id));
}
