// A brake for those who guess passwords: ten wrong logins a minute for one e-mail. By e-mail and not by address, since
// whoever guesses has many addresses to come from, and behind one may sit a whole school. The counts are in the memory
// of this process; for several processes the package has stores that they share.
import { rateLimit } from 'express-rate-limit';

import { HttpError } from './http.js';

/** Middleware in front of the login, after req.credentials was read. */
export const tries = rateLimit({
  windowMs: 60_000,
  limit: 10,
  keyGenerator: (req) => req.credentials.email,
  skipSuccessfulRequests: true, // counted at first, so that many at once can't slip through, and taken back
  standardHeaders: 'draft-8', // among them Retry-After
  legacyHeaders: false,
  handler: (req, res, next) => next(new HttpError(429, 'too many wrong logins, try again in a minute')),
});
