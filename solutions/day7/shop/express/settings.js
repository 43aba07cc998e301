// What is different on every machine comes from the environment. A secret never stands in the code.
import { randomBytes } from 'node:crypto';

const { env } = process;

export const settings = Object.freeze({
  PORT: Number(env.PORT) || 8080,
  SECRET_KEY: env.SECRET_KEY || developmentKey(),
  TOKEN_TTL_SECONDS: Number(env.TOKEN_TTL_SECONDS) || 900,
  ADMIN_EMAIL: (env.ADMIN_EMAIL ?? '').trim().toLowerCase(),
  DATABASE_URL: env.DATABASE_URL, // without it, db.js takes a file beside the code
});

// Whoever knows the key can be anybody. Better none than one that stands in the code: a random one is safe, and whoever
// forgot SECRET_KEY will notice.
function developmentKey() {
  console.warn('WARNING: SECRET_KEY is not set. The key is random, and every restart logs everybody out.');
  return randomBytes(32).toString('hex');
}
