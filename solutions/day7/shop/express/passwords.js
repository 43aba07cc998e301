// Passwords are never stored, only what argon2id makes of them: slow on purpose, and with a random salt, so that
// whoever steals the table has to guess each password by itself. The package's defaults (19 MiB, two rounds) are what
// OWASP recommends. Algorithm, cost and salt stand in the hash, so that verify needs nothing else.
import { randomUUID } from 'node:crypto';

import { hash, verify } from '@node-rs/argon2';

import { text } from './rules.js';

/** The rule for a new password. The upper limit keeps anybody from having megabytes hashed. */
export const newPassword = text(10, 1000);

/** Both work beside the event loop: other requests go on meanwhile. */
export const hashPassword = (password) => hash(password);

// A hash of what nobody knows.
const nobodys = await hashPassword(randomUUID());

/**
 * Whether it is the password of the user, who may be undefined. Then the time is spent all the same: a faster answer
 * would tell a stranger which e-mails have an account.
 */
export async function isPasswordOf(user, password) {
  const right = await verify(user?.password_hash ?? nobodys, password);
  return user !== undefined && right;
}
