// The routes of your project, put together: app.js hangs this router in, after those of the accounts.
import { Router } from 'express';

const router = Router();

export default router;
