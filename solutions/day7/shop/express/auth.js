// The doors: middleware that finds out who is asking, and lets pass whoever may.
//
//   401   I don't know who you are: no token, or one that proves nothing
//   403   I know who you are, and you may not
import { db } from './db.js';
import { HttpError } from './http.js';
import { readToken } from './tokens.js';

/** Lets pass whoever is logged in: req.user is the user, req.loginId tells which of their logins it is. */
export async function signedIn(req, res, next) {
  const [scheme, token] = (req.get('Authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) {
    throw refused(res, 'log in first, and send the token in the header Authorization: Bearer …');
  }
  const claims = await readToken(token);
  // A real token is not enough: its login may have ended since.
  const user = claims && await userOfLogin(claims.jti);
  if (!user) throw refused(res, 'the token is not valid, or not any more', 'Bearer error="invalid_token"');
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

function adminOnly(req, res, next) {
  if (!req.user.is_admin) throw new HttpError(403, 'only admins may do this');
  next();
}

/** Lets only admins pass: first who it is (401), then whether they may (403). */
export const admins = [signedIn, adminOnly];
