import { randomUUID } from 'node:crypto';

import { Router } from 'express';

import { refused, signedIn } from '../auth.js';
import { db, insert, isDuplicate } from '../db.js';
import { HttpError, invalid, isText, notAllowed, readFields, requireObject, text } from '../http.js';
import { hashPassword, isPasswordOf, newPassword } from '../passwords.js';
import { signToken, TTL } from '../tokens.js';
import { tries } from '../tries.js';

const router = Router();

const NEW_USER = {
  email: { accepts: isEmail, says: 'must be an e-mail address' },
  name: text(1, 100),
  password: newPassword,
};

// One @, something before it, and a domain with a dot after it. Whether an address exists, only a mail to it can tell.
function isEmail(value) {
  const email = typeof value === 'string' && value.toLowerCase(); // as it is stored
  return isText(email, 1, 254) && /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(email);
}

router.route('/register')
  .post(requireObject, async (req, res) => {
    const { email: sent, name, password } = readFields(req.body, NEW_USER);
    const email = sent.toLowerCase();
    const is_admin = email === process.env.ADMIN_EMAIL?.toLowerCase();
    const password_hash = await hashPassword(password);
    try {
      const id = await insert('users', { email, name, password_hash, is_admin });
      res.status(201).json({ id, email, name });
    } catch (error) {
      // To look for the e-mail first would not be enough: two may do that at the same time. The database decides.
      if (isDuplicate(error)) throw new HttpError(409, 'this e-mail has an account already');
      throw error;
    }
  })
  .all(notAllowed('POST'));

function readCredentials(req, res, next) {
  const { email, password } = readFields(req.body, { email: text(1, 254), password: text(1, 1000) });
  req.credentials = { email: email.toLowerCase(), password };
  next();
}

router.route('/login')
  .post(requireObject, readCredentials, tries, async (req, res) => {
    const { email, password } = req.credentials;
    const user = await db('users').where({ email }).first();
    if (!await isPasswordOf(user, password)) throw refused(res, 'e-mail or password is wrong');

    const now = Math.floor(Date.now() / 1000);
    const login = { id: randomUUID(), user_id: user.id, expires_at: now + TTL };
    await db('logins').where('expires_at', '<', now).delete(); // of no use any more
    await db('logins').insert(login);
    const access_token = await signToken(user.id, login.id, login.expires_at);
    res.json({ access_token, token_type: 'Bearer', expires_in: TTL });
  })
  .all(notAllowed('POST'));

router.route('/logout')
  .post(signedIn, async (req, res) => {
    await db('logins').where({ id: req.loginId }).delete();
    res.status(204).end();
  })
  .all(notAllowed('POST'));

router.route('/password')
  .post(signedIn, requireObject, async (req, res) => {
    const { old, new: password } = readFields(req.body, { old: text(1, 1000), new: newPassword });
    if (!await isPasswordOf(req.user, old)) throw invalid({ old: 'is not your password' });
    const password_hash = await hashPassword(password);
    // Whoever knew the old password may be logged in: every login ends, and both changes happen or none.
    await db.transaction(async (trx) => {
      await trx('users').where({ id: req.user.id }).update({ password_hash });
      await trx('logins').where({ user_id: req.user.id }).delete();
    });
    res.status(204).end();
  })
  .all(notAllowed('POST'));

export default router;
