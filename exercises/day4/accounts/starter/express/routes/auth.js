// /auth: making an account, logging in and out, changing the password.
import { Router } from 'express';

import { refused, signedIn } from '../auth.js';
import { db, insert, isDuplicate } from '../db.js';
import { HttpError, invalid, isText, notAllowed, notImplemented, readFields, requireObject, text } from '../http.js';
import { hashPassword, isPasswordOf } from '../passwords.js';
import { signToken, TTL } from '../tokens.js';
import { tries } from '../tries.js';

const router = Router();

// TODO accounts.validate: rules for readFields(), which routes/notes.js uses as well. text(1, 100) makes the rule for a
// text of 1 to 100 characters; an e-mail needs one of its own: { accepts: (value) => …, says: 'must be …' }.
//   email      one @ with something before it, and a domain with a dot after it
//   password   10 to 1 000 characters
//   name       a text of 1 to 100 characters

router.route('/register')
  .post(requireObject, async (req, res) => {
    // TODO accounts.register: store a user, with the hash of the password (passwords.js) in the place of the password;
    // answer 201 with id, email and name.
    // TODO accounts.duplicate: 409 if the e-mail has an account already, in whatever case. Looking first is not enough:
    // the database says so when it refuses (isDuplicate() in db.js knows the error).
    // TODO access.admin: whoever registers with the e-mail in process.env.ADMIN_EMAIL, in any case, is an admin.
    // TODO access.no-escalation: whatever else stands in the body ("is_admin": true, …) counts for nothing.
    notImplemented(res);
  })
  .all(notAllowed('POST'));

router.route('/login')
  // TODO login-flow.rate-limit: `tries` goes in front of the handler: .post(requireObject, …, tries, async …)
  .post(requireObject, async (req, res) => {
    // TODO accounts.login: for the right e-mail (in any case) and password answer 200 with
    // {"access_token": …, "token_type": "Bearer", "expires_in": seconds}. The token comes from tokens.js.
    // TODO accounts.wrong: else 401 (refused() in auth.js), the same words whether e-mail or password was wrong.
    notImplemented(res);
  })
  .all(notAllowed('POST'));

router.route('/logout')
  .post(signedIn, async (req, res) => {
    // TODO tokens.logout: 204 without a body; the same token sent again is 401 from now on.
    notImplemented(res);
  })
  .all(notAllowed('POST'));

router.route('/password')
  .post(signedIn, requireObject, async (req, res) => {
    // TODO login-flow.change-password: the body is {"old": …, "new": …}. Check the old one (a wrong one is 401, 403 or
    // 422), obey the rule for the new one, store its hash, answer 204. From now on the old password and all tokens from
    // before are worthless; `db.transaction(async (trx) => { … })` makes several changes one.
    notImplemented(res);
  })
  .all(notAllowed('POST'));

export default router;
