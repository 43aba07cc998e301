// The tokens that a login gives out: JWTs, signed with a key that only this app has.
//
// The package jose makes and reads them:
//   await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject('7')….sign(key)     gives the token, a text
//   await jwtVerify(token, key, options)       gives { payload }, or throws for a token that it can't trust
// Paste a token into any JWT viewer: everybody can read what it says, which are its claims.
//
//   sub   whose token it is: the user's id, as a text     setSubject
//   iat   when it was issued                              setIssuedAt
//   exp   when it ends                                    setExpirationTime
//   jti   an id of the token's own: randomUUID()          setJti
import { randomUUID } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';

// TODO tokens.expiry: from the environment variable TOKEN_TTL_SECONDS, a number of seconds; 900 where there is none.
export const TTL = 900;

// TODO tokens.secret: the key comes from the environment variable SECRET_KEY. Whoever knows it can make tokens for
// anybody, and everybody who reads this file knows this one.
// TODO tokens.restart: where there is no SECRET_KEY (on your own machine), say so loudly. A random key will do there,
// but what happens to all tokens at the next start?
const key = new TextEncoder().encode('everybody-who-reads-this-can-sign-tokens');

// TODO tokens.logout: a signature stays valid. So the database has to remember something: the jti of every login that
// goes on, or of every token that was taken back, until it would have ended anyway. signedIn looks there.
// TODO login-flow.change-password: then all tokens of a user are worthless. Does what you remember allow for that?

/** A new token for a user. */
export async function signToken(userId) {
  // TODO tokens.claims: sub, iat, exp and jti. Neither the password nor its hash: anybody can read it.
  throw new Error('signToken is not implemented yet');
}

/** What a token says, or undefined for one that isn't ours, was changed, or has expired. */
export async function readToken(token) {
  // TODO tokens.tampered: verify the signature, never just decode.
  // TODO tokens.none: the token's header names an algorithm, and whoever made the token wrote it. Which ones may it be?
  return undefined;
}
