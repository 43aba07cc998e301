// What a request must look like: schemas of zod, as on day 5. They find everything that is wrong, not just the first.
import { z } from 'zod';

import { HttpError } from './http.js';

const isStorable = (value) => value.isWellFormed() && !value.includes('\0');

// PostgreSQL can't store NUL, and none can store half an emoji, which a string's own length counts as one.
function text(least, most) {
  const fits = (value) => [...value].length >= least && [...value].length <= most;
  return z.string()
    .refine(fits, `must be a text of ${least} to ${most} characters`)
    .refine(isStorable, "has a character that can't be stored");
}

const written = (least, most) => text(least, most).refine((value) => value.trim() !== '', 'must not be blank');

// --- people ---
// In lower case: Ada@Example.com and ada@example.com are one mailbox.
export const email = z.string().toLowerCase().pipe(text(1, 254)
  .regex(/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/, 'must be an e-mail address'));

export const newUser = z.object({ email, name: written(1, 100), password: text(10, 1000) });
export const credentials = z.object({ email: text(1, 1000).toLowerCase(), password: text(1, 1000) });

// --- todos ---
const id = z.int('must be the id of a todo').min(1).max(999_999_999); // as in a path: see readId() in http.js

const FIELDS = {
  title: written(1, 200),
  completed: z.boolean(),
  due: z.iso.date('must be a day that exists, as YYYY-MM-DD').nullable(),
  tags: z.array(z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be 1 to 30 small letters, digits and hyphens')).max(10)
    .refine((tags) => new Set(tags).size === tags.length, 'must have no tag twice'),
};

export const newTodo = z.object({
  ...FIELDS,
  completed: FIELDS.completed.default(false),
  due: FIELDS.due.default(null),
  tags: FIELDS.tags.default([]),
});

/** A change: any of the fields. Made of the fields without defaults, so that what is absent stays as it is. */
export const todoChanges = z.object(FIELDS).partial();

export const move = z.object({ before: id.nullable() });
export const share = z.object({ email, can_edit: z.boolean().default(false) });

const operation = z.discriminatedUnion('op', [
  z.object({ op: z.literal('create'), todo: newTodo }),
  z.object({ op: z.literal('update'), id, todo: todoChanges }),
  z.object({ op: z.literal('delete'), id }),
], 'must have create, update or delete as its op');

export const bulk = z.object({ operations: z.array(operation).min(1).max(100) });

// --- the query ---
const FARTHEST = 1_000_000_000; // no list has as many pages
const number = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number)
  .refine((value) => value >= 1, 'must be at least 1');

/** Which todos to list, and how. Without a parameter that filters, it filters nothing. */
export const query = z.object({
  completed: z.enum(['true', 'false']).optional(),
  tag: text(0, 200).optional(),
  due_before: z.iso.date('must be a day that exists, as YYYY-MM-DD').optional(),
  q: text(0, 200).optional(),
  sort: z.enum(['position', '-position', 'title', '-title', 'due', '-due']).default('position'),
  page: number.transform((page) => Math.min(page, FARTHEST)).default(1),
  per_page: number.refine((count) => count <= 100, 'must be at most 100').default(20),
});

/** What a schema makes of a body or a query; a 422 that names each wrong field by its path, if it doesn't fit. */
export function read(schema, value) {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }));
  throw new HttpError(422, `not valid: ${errors.map(({ field }) => field).join(', ')}`, errors);
}
