// What a platform asks. It decides by the answers what it does with this process.
import { Router } from 'express';

import { db } from '../db.js';
import { notAllowed } from '../http.js';

const router = Router();

// TODO deploy.health: two more routes, each with a JSON object whose status is "ok" when all is well.
//   /live    200 at once. It asks nobody: a process whose database is gone is not dead.
//   /ready   200 if the database answers, else 503, within 5 seconds. And 200 again once it is back.

router.route('/')
  .get(async (req, res) => {
    try {
      await db.raw('select 1').timeout(1500);
    } catch (error) {
      console.error(`the database doesn't answer: ${error.message}`);
      return res.status(503).json({ status: 'error', database: 'unreachable', error: 'the database does not answer' });
    }
    res.json({ status: 'ok', database: 'ok' });
  })
  .all(notAllowed('GET'));

export default router;
