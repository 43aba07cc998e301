// The routes of your project, put together: app.js hangs this router in, after those of the accounts.
import { Router } from 'express';

import { signedIn } from './auth.js';
import todos from './routes/todos.js';

const router = Router();

// The door stands here, in front of all of /todos: a route that is added later can't be forgotten.
router.use('/todos', signedIn, todos);

export default router;
