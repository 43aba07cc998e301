// What a platform asks, and why. Each answer decides what it does with this process.
import { Router } from 'express';

import { db, tables } from '../db.js';
import { notAllowed } from '../http.js';

const router = Router();

// "Are you alive?" If not, it is killed and started anew. That helps nobody when it is the database that is gone,
// so nothing is asked here.
router.route('/live')
  .get((req, res) => res.json({ status: 'ok' }))
  .all(notAllowed('GET'));

// "Are you ready for visitors?" If not, they are sent elsewhere for a while.
router.route('/ready')
  .get(async (req, res) => {
    if (await isReady()) return res.json({ status: 'ok' });
    res.status(503).json({ status: 'error', error: 'the database does not answer' });
  })
  .all(notAllowed('GET'));

// Day 3's question, about everything at once.
router.route('/')
  .get(async (req, res) => {
    if (await isReady()) return res.json({ status: 'ok', database: 'ok' });
    res.status(503).json({ status: 'error', database: 'unreachable', error: 'the database does not answer' });
  })
  .all(notAllowed('GET'));

async function isReady() {
  try {
    await tables();
    await db.raw('select 1').timeout(1500);
    return true;
  } catch (error) {
    console.error(`the database doesn't answer: ${error.message}`);
    return false;
  }
}

export default router;
