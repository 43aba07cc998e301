// The doors: middleware that finds out who is asking, and lets pass whoever may.
//
//   401   I don't know who you are: no token, or one that proves nothing
//   403   I know who you are, and you may not
import { db } from './db.js';
import { HttpError } from './http.js';
import { readToken } from './tokens.js';

/** Lets pass whoever is logged in; handlers behind it find the user in req.user. */
export async function signedIn(req, res, next) {
  // TODO access.401: the header Authorization (req.get) says `Bearer TOKEN`, or something else, or isn't there. Bearer
  // may be written in any case. readToken() says whose token it is: take that user from the database, who may be gone.
  // Whatever goes wrong ends with refused(). Else set req.user and go on with next().
  next();
}

/** The 401. Its header tells the client how it can say who it is: `throw refused(res, 'log in first')`. */
export function refused(res, words, challenge = 'Bearer') {
  res.set('WWW-Authenticate', challenge);
  return new HttpError(401, words);
}

/** Lets only admins pass; it comes after signedIn. */
export function adminOnly(req, res, next) {
  // TODO access.403: 403 for a user who is no admin.
  next();
}
