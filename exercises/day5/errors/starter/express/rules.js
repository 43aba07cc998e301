// What a request must look like, said once, as schemas of zod (https://zod.dev).
//
//   z.string().min(1).max(200)               a text of so many characters
//   z.int().min(1).max(5)                    a whole number
//   z.array(z.object({ … })).max(20)         an array of objects
//   ….regex(/…/, 'must be an e-mail address')      a rule of your own, and what to say
//   ….refine((value) => …, 'must be …')
import { z } from 'zod';

import { HttpError } from './http.js';

// TODO errors.validation: these are only the types. The text has the rules.
// Mind two things that JSON can hold and a database can't: the character NUL, and half an emoji ('\ud83e';
// isWellFormed).
// TODO mail.injection: what may stand in a title that becomes the subject of a mail? And in an address?
const FIELDS = {
  title: z.string(),
  priority: z.int(),
  reporter_email: z.string(),
  watchers: z.array(z.object({ email: z.string() })),
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
  // TODO config.change: the most is settings.MAX_PAGE_SIZE, also where per_page is absent.
  per_page: number.refine((count) => count <= 100, 'must be at most 100').default(20),
});

/** What a schema makes of a body or a query; a 422 if it doesn't fit. */
export function read(schema, value) {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  // TODO errors.validation: error.issues are all that is wrong. Each has a message, and a path such as
  // ['watchers', 0, 'email']. Make the list of { field, message } for HttpError of it.
  throw new HttpError(422, error.issues[0].message);
}
