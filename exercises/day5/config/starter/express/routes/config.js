// GET /config: the settings in force.
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';
import { settings } from '../settings.js';

const router = Router();

router.route('/')
  .get((req, res) => {
    // TODO config.visible: all settings by their names, and '***' in the place of each secret (null where there is
    // none). Which ones are secret? A DATABASE_URL may look like postgresql://app:a-password@host/name.
    notImplemented(res);
  })
  .all(notAllowed('GET'));

export default router;
