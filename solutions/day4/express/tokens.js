// The tokens that a login gives out: JWTs, signed with a key that only this app has.
import { randomBytes } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';

/** How many seconds a token is good for. */
export const TTL = Number(process.env.TOKEN_TTL_SECONDS) || 900;

const key = new TextEncoder().encode(process.env.SECRET_KEY || developmentKey());

// Better no key than one that stands in the code: a random one is safe, and whoever forgot SECRET_KEY will notice.
function developmentKey() {
  console.warn('SECRET_KEY is not set: the key is random, and every restart logs everybody out');
  return randomBytes(32).toString('hex');
}

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
