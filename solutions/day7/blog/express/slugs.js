// Slugs: addresses of posts that people can read, made from titles.
import { randomBytes } from 'node:crypto';

const LONGEST = 100;
const ROOM = 12; // for what makes a slug unique

/** What any slug looks like: what doesn't is no post's, and the database is not asked. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The slug that a title gives, then others for where it is taken.
 *
 * -2 and -3 are nice to read. Who comes later, or at the same time as twenty others, does better to draw one.
 */
export function* slugsFor(title) {
  const base = slugOf(title);
  yield base;
  yield `${base}-2`;
  yield `${base}-3`;
  for (let draws = 0; draws < 5; draws += 1) yield `${base}-${randomBytes(4).toString('hex')}`;
}

function slugOf(title) {
  const words = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST - ROOM);
  return words.replace(/^-|-$/g, '') || 'post'; // a title may have no letter of these at all
}
