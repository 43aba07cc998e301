// What the routes share.
import express from 'express';

/** An error with the status that it is answered with; `errors` says what is wrong with which field. */
export class HttpError extends Error {
  constructor(status, message, errors) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** The 422 answer for one field that breaks a rule. */
export function invalid(field, message) {
  return new HttpError(422, `not valid: ${field}`, [{ field, message }]);
}

/**
 * Middleware that reads the JSON body into req.body, and lets no request without one through. It stands in the routes
 * that want a body, and not in front of all: so it comes after the question who is asking, and strangers get their 401
 * whatever they send.
 *
 * strict would refuse every body that is not an object or an array, as if it were no JSON at all.
 */
export const requireJson = [express.json({ strict: false, limit: '1mb' }), checkBody];

function checkBody(req, res, next) {
  if (req.is('application/json') === false) {
    throw new HttpError(415, 'the body must be declared as application/json');
  }
  if (req.body === undefined || req.get('Content-Length') === '0') {
    throw new HttpError(400, 'the body is missing');
  }
  next();
}

/**
 * The number in a path like /todos/7. What can't be an id is not found, before the database sees it: PostgreSQL
 * answers a number beyond its integers with an error, and MySQL takes "7x" for 7.
 */
export function readId(text) {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new HttpError(404, `there is nothing with the id ${text}`);
  return Number(text);
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
