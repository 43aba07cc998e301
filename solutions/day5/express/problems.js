// Every error leaves through here, as problem details: RFC 9457.
import { STATUS_CODES } from 'node:http';

import { settings } from './settings.js';
import { isUnreachable } from './db.js';
import { HttpError } from './http.js';

/** The handler for whatever no route answered. */
export function nothingHere(req) {
  throw new HttpError(404, `there is nothing at ${req.path}`);
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(error, req, res, next) {
  if (res.headersSent) return next(error); // too late for another answer: Express cuts the connection
  const { status, detail, ...more } = problemOf(error);
  if (status >= 500) req.log.error({ err: error }, 'the request failed'); // with the traceback
  // Nobody has written a page about our errors, so the type is about:blank, and the title is the status in words.
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, ...more };
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

// Errors of ours (HttpError) have a status. So have those of Express: a broken body, one that is too large, a broken
// %-escape in the path. Whatever has none is a mistake of ours, or comes from the database; what it says is for the
// log: it may hold file names, SQL, or somebody's data.
function problemOf(error) {
  if (error instanceof HttpError || (error.status >= 400 && error.status < 500)) {
    return { status: error.status, detail: error.message || 'the request is not right', errors: error.errors };
  }
  if (isUnreachable(error)) return { status: 503, detail: 'The database does not answer. Try again later.' };
  const detail = 'Something went wrong on our side. The log has more about it, under the id in X-Request-ID.';
  return { status: 500, detail, ...(settings.DEBUG && { exception: `${error.name}: ${error.message}` }) };
}
