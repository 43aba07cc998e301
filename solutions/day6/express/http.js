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

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is a text of `least` to `most` characters. */
export function isText(value, least, most) {
  if (typeof value !== 'string') return false;
  // PostgreSQL can't store the character NUL, and half an emoji is no character at all.
  if (value.includes('\0') || !value.isWellFormed()) return false;
  const { length } = [...value]; // as the database counts them; a string's own length counts an emoji as two
  return length >= least && length <= most;
}

/** Middleware that lets only requests with a JSON object through. */
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

/**
 * The number in a path like /notes/7. What can't be an id is not found, before the database sees it:
 * PostgreSQL answers a number beyond its integers with an error, and MySQL takes "7x" for 7.
 */
export function readId(text) {
  const id = Number(text);
  if (!/^[1-9][0-9]*$/.test(text) || id > 2 ** 31 - 1) throw new HttpError(404, `there is nothing with the id ${text}`);
  return id;
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
