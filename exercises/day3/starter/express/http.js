// What you wrote on day 2, ready to use.

/**
 * An error with the status that it is answered with: `throw new HttpError(404, 'no such note')` in a handler is
 * enough, the error handler in app.js makes the answer.
 */
export class HttpError extends Error {
  constructor(status, message, fields) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** The 422 answer for a request that breaks a rule: `throw invalid({ title: 'is missing' })`. */
export function invalid(fields) {
  return new HttpError(422, `not valid: ${Object.keys(fields).join(', ')}`, fields);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Middleware that lets only requests with a JSON object through: `.post(requireObject, handler)`. */
export function requireObject(req, res, next) {
  if (req.is('application/json') === false) {
    throw new HttpError(415, 'the body must be declared as application/json');
  }
  if (req.body === undefined || req.get('Content-Length') === '0') {
    throw new HttpError(400, 'the body is missing');
  }
  if (!isObject(req.body)) throw invalid({ body: 'must be an object' });
  next();
}

/** The last handler of a route, for every method that the route has no handler for. */
export function notAllowed(...methods) {
  const allowed = ['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods].join(', ');
  return (req, res) => {
    res.set('Allow', allowed);
    if (req.method === 'OPTIONS') return res.status(204).end();
    throw new HttpError(405, `${req.method} is not allowed here`);
  };
}

/** The answer of everything that is still to be written. */
export function notImplemented(res) {
  res.status(501).json({ error: 'not implemented yet' });
}
