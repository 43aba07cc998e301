// /auth/register, /auth/login and /auth/logout, as on day 4.
import { randomUUID } from 'node:crypto';

import { Router } from 'express';

import { refused, signedIn } from '../auth.js';
import { db, insert, isDuplicate } from '../db.js';
import { HttpError, notAllowed, requireJson } from '../http.js';
import { hashPassword, isPasswordOf } from '../passwords.js';
import { credentials, newUser, read } from '../rules.js';
import { settings } from '../settings.js';
import { signToken } from '../tokens.js';
import { shown } from './me.js';

const router = Router();

router.route('/register')
  .post(requireJson, async (req, res) => {
    const { password, ...user } = read(newUser, req.body);
    const password_hash = await hashPassword(password);
    try {
      const id = await insert('users', { ...user, password_hash });
      res.status(201).json(shown({ id, ...user }));
    } catch (error) {
      // To look for the e-mail first would not be enough: two may do that at the same time. The database decides.
      if (isDuplicate(error)) throw new HttpError(409, 'this e-mail has an account already');
      throw error;
    }
  })
  .all(notAllowed('POST'));

router.route('/login')
  .post(requireJson, async (req, res) => {
    const { email, password } = read(credentials, req.body);
    const user = await db('users').where({ email }).first();
    if (!await isPasswordOf(user, password)) throw refused(res, 'e-mail or password is wrong');

    const now = Math.floor(Date.now() / 1000);
    const login = { id: randomUUID(), user_id: user.id, expires_at: now + settings.TOKEN_TTL_SECONDS };
    await db('logins').where('expires_at', '<', now).delete(); // of no use any more
    await db('logins').insert(login);
    const access_token = await signToken(user.id, login.id, login.expires_at);
    res.set('Cache-Control', 'no-store');
    res.json({ access_token, token_type: 'Bearer', expires_in: settings.TOKEN_TTL_SECONDS });
  })
  .all(notAllowed('POST'));

router.route('/logout')
  .post(signedIn, async (req, res) => {
    // That the client forgets its token is not enough: somebody else may have a copy.
    await db('logins').where({ id: req.loginId }).delete();
    res.status(204).end();
  })
  .all(notAllowed('POST'));

export default router;
