/**
 * An error with the status that it is answered with: `throw new HttpError(404, 'no such user')` in a handler
 * is enough, the error handler in app.js makes the answer.
 * `fields` is for status 422: an object that names each wrong field with a message.
 */
export class HttpError extends Error {
  constructor(status, message, fields) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** The answer of everything that is still to be written. */
export function notImplemented(res) {
  res.status(501).json({ error: 'not implemented yet' });
}

/** Middleware that is to let only requests with a JSON body through; it stands before some handlers already. */
export function requireJson(req, res, next) {
  // TODO json.media-type: a body that is not declared as JSON is refused with 415.
  // Parameters such as a charset are fine: `req.is` knows about them.
  next();
}

// TODO methods.not-allowed: write a handler here for the methods that a route doesn't have, and put it at the end
// of the routes: it answers 405 and says in the Allow header which methods there are.
