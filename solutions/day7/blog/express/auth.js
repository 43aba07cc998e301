// The doors: middleware that finds out who is asking, and lets pass whoever may.
//
//   401   I don't know who you are: no token, or one that proves nothing
//   403   I know who you are, and you may not
import { db } from './db.js';
import { HttpError } from './http.js';
import { readToken } from './tokens.js';

/** Lets everybody pass: req.user is the user, or null where nothing proves who it is. */
export async function maybeSignedIn(req, res, next) {
  await identify(req);
  next();
}

/** Lets pass whoever is logged in: req.user is the user, req.loginId tells which of their logins it is. */
export async function signedIn(req, res, next) {
  await identify(req);
  if (!req.user) throw refused(res, 'log in first, and send the token in the header Authorization: Bearer …');
  next();
}

async function identify(req) {
  const [scheme, token] = (req.get('Authorization') ?? '').split(' ');
  const claims = scheme.toLowerCase() === 'bearer' && token ? await readToken(token) : undefined;
  // A real token is not enough: its login may have ended since.
  req.user = (claims && await userOfLogin(claims.jti)) ?? null;
  req.loginId = claims?.jti;
}

function userOfLogin(id) {
  return db('users').join('logins', 'logins.user_id', 'users.id').where('logins.id', id).first('users.*');
}

/** The 401. Its header tells the client how it can say who it is. */
export function refused(res, words) {
  res.set('WWW-Authenticate', 'Bearer');
  return new HttpError(401, words);
}
