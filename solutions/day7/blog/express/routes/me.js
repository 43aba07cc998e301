// /me: who is asking?
import { Router } from 'express';

import { notAllowed } from '../http.js';

const router = Router();

router.route('/')
  .get((req, res) => {
    res.json(shown(req.user));
  })
  .all(notAllowed('GET'));

/** A user as clients see one. Field by field, so that the hash can't slip out. */
export function shown({ id, email, name }) {
  return { id, email, name };
}

export default router;
