// /todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it.
//
// The README says what each route does, `openapi.yaml` says it word for word. When this file grows long, give sharing,
// moving and the bulk modules of their own, and hang them in in routes.js; likewise what talks to the database.
import { Router } from 'express';

import { notAllowed, notImplemented, requireJson } from '../http.js';

const router = Router();

// TODO todo-app.crud: the table, in tables.js. Tags belong into one of their own if you want to search for one of them.
// TODO todo-app.owner: whose it is: `table.integer('owner_id').unsigned().notNullable().references('users.id')`.

// TODO todo-app.crud: rules for the fields, with read() of rules.js; 201 for a new one, and its address in Location.
// TODO todo-app.filter: a condition for each parameter that is there; then count, sort and cut.
router.route('/')
  .get(notImplemented)
  .post(requireJson, notImplemented)
  .all(notAllowed('GET', 'POST'));

/** Up to a hundred operations, all or none. It stands before /:id, which would take "bulk" for an id. */
// TODO todo-app.bulk: one transaction around all of them. What makes it roll back?
router.route('/bulk')
  .post(requireJson, notImplemented)
  .all(notAllowed('POST'));

// readId(req.params.id) of http.js gives the id, or ends in 404.
router.route('/:id')
  .get(notImplemented)
  .patch(requireJson, notImplemented)
  .delete(notImplemented)
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

/** Puts it before another one, or at the end. */
// TODO todo-app.reorder: what do two requests read when they come at the same time? The README has a way out.
router.route('/:id/move')
  .post(requireJson, notImplemented)
  .all(notAllowed('POST'));

/** Lets another user see it, or edit it. */
// TODO todo-app.share: a table of its own. Then all routes above have to ask who sees, and who may edit.
router.route('/:id/share')
  .post(requireJson, notImplemented)
  .all(notAllowed('POST'));

router.route('/:id/share/:email')
  .delete(notImplemented)
  .all(notAllowed('DELETE'));

export default router;
