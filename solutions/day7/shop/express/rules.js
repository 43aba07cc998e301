// What a request must look like: schemas of zod, as on day 5.
//
//   const { title } = read(z.object({ title: text(1, 200) }), req.body);
//
// A schema finds everything that is wrong, not just the first. What it does not name is left out.
import { z } from 'zod';

import { HttpError } from './http.js';

/** Whether every database can store the text: PostgreSQL can't store NUL, and none can store half an emoji. */
export const isStorable = (value) => value.isWellFormed() && !value.includes('\0');

/** A text of so many characters. A string's own length counts an emoji as two, and the database as one. */
export function text(least, most) {
  const fits = (value) => [...value].length >= least && [...value].length <= most;
  return z.string()
    .refine(fits, `must be a text of ${least} to ${most} characters`)
    .refine(isStorable, "has a character that can't be stored");
}

/** A text of so many characters that are not all blanks. */
export const written = (least, most) => text(least, most).refine((value) => value.trim() !== '', 'must not be blank');

/** What a schema makes of a body or a query; a 422 that names each wrong field by its path, if it doesn't fit. */
export function read(schema, value) {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }));
  throw new HttpError(422, `not valid: ${errors.map(({ field }) => field).join(', ')}`, errors);
}
