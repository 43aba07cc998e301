// What a request must look like, said once, as schemas of zod. They find everything that is wrong, not just the first.
import { z } from 'zod';

import { settings } from './settings.js';
import { HttpError } from './http.js';

// A title becomes the subject of a mail, where a newline would begin another header.
// Half an emoji is no character at all, and PostgreSQL can't store the character NUL.
const isStorable = (text) => text.isWellFormed() && !/\p{Cc}/u.test(text);

const title = z.string()
  .refine(isStorable, 'must not hold control characters')
  .refine((text) => text.trim() !== '' && [...text].length <= 200, 'must be a text of 1 to 200 characters');

const email = z.string().max(254)
  .regex(/^[^\s@<>()[\]:;,"\\]+@[^\s@<>()[\]:;,"\\]+$/, 'must be an e-mail address')
  .refine(isStorable, 'must not hold control characters');

const FIELDS = {
  title,
  priority: z.int().min(1).max(5),
  reporter_email: email,
  watchers: z.array(z.object({ email })).max(20),
};

/** A new ticket: it is open, whatever somebody sends. */
export const newTicket = z.object({
  ...FIELDS,
  priority: FIELDS.priority.default(3),
  watchers: FIELDS.watchers.default([]),
});

/** A change: any of the fields. Made of the fields without defaults, so that what is absent stays as it is. */
export const ticketChanges = z.object({ ...FIELDS, status: z.enum(['open', 'closed']) }).partial();

const number = z.string().regex(/^[1-9]\d{0,8}$/, 'must be a number from 1 on').transform(Number);

/** The query of a list: which page, and how long it is. */
export const page = z.object({
  page: number.default(1),
  per_page: number.refine((count) => count <= settings.MAX_PAGE_SIZE, `must be at most ${settings.MAX_PAGE_SIZE}`)
    .default(Math.min(20, settings.MAX_PAGE_SIZE)),
});

/** What a schema makes of a body or a query; a 422 that names each wrong field by its path, if it doesn't fit. */
export function read(schema, value) {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }));
  throw new HttpError(422, `not valid: ${errors.map(({ field }) => field).join(', ')}`, errors);
}
