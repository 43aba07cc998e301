import { Router } from 'express';

import { db } from '../db.js';
import { notAllowed } from '../http.js';

const router = Router();

router.route('/')
  .get((req, res) => {
    res.json(shown(req.user));
  })
  .delete(async (req, res) => {
    await db('users').where({ id: req.user.id }).delete(); // and with it the notes and logins: see db.js
    res.status(204).end();
  })
  .all(notAllowed('GET', 'DELETE'));

/** A user as clients see one; the hash is never among it. */
export function shown({ id, email, name }) {
  return { id, email, name };
}

export default router;
