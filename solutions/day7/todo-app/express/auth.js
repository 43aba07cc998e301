// The doors: middleware that finds out who is asking, and lets pass whoever may.
import { db } from './db.js';
import { HttpError } from './http.js';
import { readToken } from './tokens.js';

/** Lets pass whoever is logged in: req.user is the user, req.loginId tells which of their logins it is. */
export async function signedIn(req, res, next) {
  const [scheme, token] = (req.get('Authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) throw refused(res, 'log in first');
  const claims = await readToken(token);
  // A real token is not enough: its login may have ended since.
  const user = claims && await userOfLogin(claims.jti);
  if (!user) throw refused(res, 'log in again', 'Bearer error="invalid_token"');
  req.user = user;
  req.loginId = claims.jti;
  next();
}

function userOfLogin(id) {
  return db('users').join('logins', 'logins.user_id', 'users.id').where('logins.id', id).first('users.*');
}

/** The 401. Its header tells the client how it can say who it is. */
export function refused(res, words, challenge = 'Bearer') {
  res.set('WWW-Authenticate', challenge);
  return new HttpError(401, words);
}
