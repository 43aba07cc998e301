// What every request passes, before any route.
import { randomUUID } from 'node:crypto';

import { HttpError } from './http.js';

/** Gives the request an id, in req.id and in the answer: the one that the client sent, if it is a sensible one. */
export function requestId(req, res, next) {
  const sent = req.get('X-Request-ID') ?? '';
  // It ends up in logs and in headers, so only harmless characters are taken over, and not too many.
  req.id = /^[A-Za-z0-9._-]{1,128}$/.test(sent) ? sent : randomUUID();
  res.set('X-Request-ID', req.id);
  next();
}

/** Browsers are not to guess: JSON stays JSON, even where somebody wrote HTML into a title. */
export function securityHeaders(req, res, next) {
  res.set('X-Content-Type-Options', 'nosniff');
  next();
}

const LONGEST_QUERY = 8000;

/** Refuses a query that nobody writes in good faith. (A body has its own limit: see app.js.) */
export function limitQuery(req, res, next) {
  const mark = req.originalUrl.indexOf('?'); // the first one: any other is part of the query
  const length = mark < 0 ? 0 : req.originalUrl.length - mark - 1;
  if (length > LONGEST_QUERY) throw new HttpError(414, `the query is longer than ${LONGEST_QUERY} characters`);
  next();
}
