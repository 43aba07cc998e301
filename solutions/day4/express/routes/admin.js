import { Router } from 'express';

import { db } from '../db.js';
import { notAllowed } from '../http.js';
import { shown } from './me.js';

const router = Router();

router.route('/users')
  .get(async (req, res) => {
    const users = await db('users').select().orderBy('id');
    res.json(users.map(shown));
  })
  .all(notAllowed('GET'));

export default router;
