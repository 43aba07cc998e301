// Every error leaves through here, as problem details (RFC 9457).
import { STATUS_CODES } from 'node:http';

import { isConflict, isUnreachable } from './db.js';
import { HttpError } from './http.js';

/** The handler for whatever no route answered. */
export function nothingHere(req) {
  throw new HttpError(404, `there is nothing at ${req.path}`);
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(error, req, res, next) {
  if (res.headersSent) return next(error); // too late for another answer: Express cuts the connection
  const { status, detail, errors } = problemOf(error);
  // about:blank says: there is no more to it than the status, and the title is the status in words.
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, errors };
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

// Errors of ours (HttpError) have a status. So have those of Express: a broken body, one that is too large. Whatever
// has none comes from the database, or is a mistake of ours; what it says is for the log, and for nobody else.
function problemOf(error) {
  // A path with a broken %-escape. Express calls it a bad request; but no thing of ours has such an address.
  if (error instanceof URIError) return { status: 404, detail: 'there is nothing at this address' };
  if (error instanceof HttpError || (error.status >= 400 && error.status < 500)) {
    return { status: error.status, detail: error.message || 'the request is not right', errors: error.errors };
  }
  // Something that must be unique is there already, or something that is pointed to is gone: somebody was faster.
  if (isConflict(error)) return { status: 409, detail: 'this does not go together with what is stored' };
  console.error(error);
  if (isUnreachable(error)) return { status: 503, detail: 'the database does not answer, please try again later' };
  return { status: 500, detail: 'something went wrong on our side' };
}
