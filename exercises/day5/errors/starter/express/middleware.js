// What every request passes, before any route. Each of these calls next() when it is done, or throws.
import { randomUUID } from 'node:crypto';

import { HttpError } from './http.js';

/** Gives the request an id, in req.id, and in the answer's header X-Request-ID. */
export function requestId(req, res, next) {
  // TODO errors.request-id: take over what the client sent (req.get('X-Request-ID')), if it is 1 to 128 characters out
  // of A-Z a-z 0-9 . _ - and nothing else; otherwise draw one. res.set() writes a header of the answer.
  req.id = undefined;
  next();
}

export function securityHeaders(req, res, next) {
  // TODO errors.security-headers: X-Content-Type-Options: nosniff, on every answer.
  next();
}

export function limitQuery(req, res, next) {
  // TODO errors.limits: 414 where the query (what follows the ? in req.originalUrl) is longer than 8 000 characters.
  next();
}
