// /admin: for admins alone.
import { Router } from 'express';

import { db } from '../db.js';
import { notAllowed, notImplemented } from '../http.js';

const router = Router();

router.route('/users')
  .get(async (req, res) => {
    // TODO access.admin: answer with the array of all users, without any password or hash. Who is an admin is decided
    // when they register: see routes/auth.js.
    notImplemented(res);
  })
  .all(notAllowed('GET'));

export default router;
