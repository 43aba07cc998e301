// GET /config: the settings in force, and of each secret only that there is one.
import { Router } from 'express';

import { notAllowed } from '../http.js';
import { settings } from '../settings.js';

const router = Router();

router.route('/')
  .get((req, res) => {
    const { SECRET_KEY, DATABASE_URL, ...plain } = settings;
    // A DATABASE_URL may have a password in its middle.
    res.json({ ...plain, SECRET_KEY: hidden(SECRET_KEY), DATABASE_URL: hidden(DATABASE_URL) });
  })
  .all(notAllowed('GET'));

function hidden(secret) {
  return secret === undefined ? null : '***';
}

export default router;
