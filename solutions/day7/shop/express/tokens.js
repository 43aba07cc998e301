// The tokens that a login gives out: JWTs, signed with a key that only this app has.
import { jwtVerify, SignJWT } from 'jose';

import { settings } from './settings.js';

const key = new TextEncoder().encode(settings.SECRET_KEY);

/** A signed token. Anybody can read it, so it says no more than whose it is, which login made it, and until when. */
export function signToken(userId, loginId, expiresAt) {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(userId))
    .setJti(loginId)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key);
}

/** What a token says, or undefined for one that isn't ours, was changed, or has expired. */
export async function readToken(token) {
  try {
    // The algorithm is ours to choose: what the token says about it was written by whoever sent it.
    const options = { algorithms: ['HS256'], requiredClaims: ['sub', 'jti', 'exp'] };
    const { payload } = await jwtVerify(token, key, options);
    return payload;
  } catch {
    return undefined;
  }
}
