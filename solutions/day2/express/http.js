/** An error with the status that it is answered with; `fields` names each wrong field with a message. */
export class HttpError extends Error {
  constructor(status, message, fields) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** The 422 answer for a request that is readable but breaks a rule. */
export function invalid(fields) {
  return new HttpError(422, `not valid: ${Object.keys(fields).join(', ')}`, fields);
}

export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Middleware that lets only requests with a JSON body through. */
export function requireJson(req, res, next) {
  if (req.is('application/json') === false) {
    throw new HttpError(415, 'the body must be declared as application/json');
  }
  if (req.body === undefined || req.get('Content-Length') === '0') {
    throw new HttpError(400, 'the body is missing');
  }
  next();
}

/** Middleware that lets only requests with a JSON object through. */
export const requireObject = [requireJson, (req, res, next) => {
  if (!isObject(req.body)) throw invalid({ body: 'must be an object' });
  next();
}];

/** The last handler of a route, for every method that the route has no handler for. */
export function notAllowed(...methods) {
  const allowed = ['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods].join(', ');
  return (req, res) => {
    res.set('Allow', allowed);
    if (req.method === 'OPTIONS') return res.status(204).end();
    throw new HttpError(405, `${req.method} is not allowed here`);
  };
}
