// Every error leaves through here.
import { isUnreachable } from './db.js';
import { HttpError } from './http.js';

/** The handler for whatever no route answered. */
export function nothingHere(req) {
  throw new HttpError(404, `there is nothing at ${req.path}`);
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(error, req, res, next) {
  if (res.headersSent) return next(error); // too late for another answer: Express cuts the connection
  const { status, detail } = problemOf(error);
  // TODO errors.problem: application/problem+json with type, title, status and detail. STATUS_CODES in node:http has
  // the words for each status. res.json() sets a Content-Type of its own unless there is one: see res.type().
  // TODO errors.validation: an error of ours may have `errors`, which belong into the answer of a 422.
  // TODO logging.trace: a 5xx belongs into the log with its stack: logs.js.
  res.status(status).json({ error: detail });
}

// Errors of ours (HttpError) have a status. So have those of Express: a broken body, one that is too large, a broken
// %-escape in the path. Whatever has none is a mistake of ours, or comes from the database.
function problemOf(error) {
  if (error instanceof HttpError || (error.status >= 400 && error.status < 500)) {
    return { status: error.status, detail: error.message || 'the request is not right' };
  }
  if (isUnreachable(error)) return { status: 503, detail: 'The database does not answer. Try again later.' };
  // TODO errors.unexpected, config.production: a great help while you write it. And to whom else?
  return { status: 500, detail: error.stack };
}
