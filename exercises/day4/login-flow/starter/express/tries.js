// A brake for those who guess passwords: no more than ten wrong logins a minute for one e-mail. (A bonus.)
import { rateLimit } from 'express-rate-limit';

import { HttpError } from './http.js';

// TODO login-flow.rate-limit: the 11th wrong login for one e-mail within a minute is answered 429 with Retry-After,
// before any hash is computed. Another e-mail is not held up. The package express-rate-limit counts for you:
//   rateLimit({ windowMs, limit, keyGenerator: (req) => …, skipSuccessfulRequests, handler, … })
// By default it counts by the address of the client. Why is that not enough here?
export const tries = (req, res, next) => next();
