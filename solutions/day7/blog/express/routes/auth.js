// /auth/register, /auth/login and /auth/logout.
import { randomUUID } from 'node:crypto';

import { Router } from 'express';
import { z } from 'zod';

import { refused, signedIn } from '../auth.js';
import { db, insert, isDuplicate } from '../db.js';
import { HttpError, notAllowed, requireJson } from '../http.js';
import { hashPassword, isPasswordOf, newPassword } from '../passwords.js';
import { read, text, written } from '../rules.js';
import { settings } from '../settings.js';
import { signToken } from '../tokens.js';
import { shown } from './me.js';

const router = Router();

// One @, something before it, and a domain with a dot after it. Whether an address exists, only a mail to it can tell.
// In lower case: to all that counts, Ada@Example.com and ada@example.com are one mailbox.
const email = z.string().toLowerCase()
  .pipe(text(1, 254).regex(/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/, 'must be an e-mail address'));

const registration = z.object({ email, name: written(1, 100), password: newPassword });

const credentials = z.object({ email: text(1, 1000).toLowerCase(), password: text(1, 1000) });

router.route('/register')
  .post(requireJson, async (req, res) => {
    const { password, ...user } = read(registration, req.body);
    user.password_hash = await hashPassword(password);
    try {
      user.id = await insert('users', user);
    } catch (error) {
      // To look for the e-mail first would not be enough: two may do that at the same time. The database decides.
      if (isDuplicate(error)) throw new HttpError(409, 'there is an account with this e-mail already');
      throw error;
    }
    res.status(201).json(shown(user));
  })
  .all(notAllowed('POST'));

router.route('/login')
  .post(requireJson, async (req, res) => {
    const { email, password } = read(credentials, req.body);
    const user = await db('users').where({ email }).first();
    // Not which of the two is wrong: that would tell who has an account.
    if (!await isPasswordOf(user, password)) throw refused(res, 'e-mail or password is wrong');
    const access_token = await logIn(user);
    res.set('Cache-Control', 'no-store');
    res.json({ access_token, token_type: 'Bearer', expires_in: settings.TOKEN_TTL_SECONDS });
  })
  .all(notAllowed('POST'));

/** A new login of this user: its token. */
async function logIn(user) {
  const now = Math.floor(Date.now() / 1000);
  const login = { id: randomUUID(), user_id: user.id, expires_at: now + settings.TOKEN_TTL_SECONDS };
  await db('logins').where('expires_at', '<', now).delete(); // of no use any more
  await db('logins').insert(login);
  return signToken(user.id, login.id, login.expires_at);
}

/** That the client forgets its token is not enough: somebody else may have a copy. */
router.route('/logout')
  .post(signedIn, async (req, res) => {
    await db('logins').where({ id: req.loginId }).delete();
    res.status(204).end();
  })
  .all(notAllowed('POST'));

export default router;
