// /me: the user who is asking, as signedIn (auth.js) found out.
import { Router } from 'express';

import { db } from '../db.js';
import { notAllowed, notImplemented } from '../http.js';

const router = Router();

router.route('/')
  .get((req, res) => {
    // TODO tokens.me: answer with id, email and name of req.user.
    notImplemented(res);
  })
  .delete(async (req, res) => {
    // TODO login-flow.delete-account: the user is gone, and so are their notes and tokens; 204. The e-mail is free.
    notImplemented(res);
  })
  .all(notAllowed('GET', 'DELETE'));

export default router;
