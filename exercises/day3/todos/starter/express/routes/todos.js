// The Todo backend (https://www.todobackend.com). A todo is {"title", "completed", "order", "url"}.
import { Router } from 'express';

import { db } from '../db.js';
import { HttpError, invalid, notAllowed, notImplemented, requireObject } from '../http.js';

const router = Router();

// TODO todos.cors: what a browser needs to call these routes from another page belongs into app.js.
// TODO todos.persist: todos live in the database, in a table that db.js makes.

router.route('/')
  .get(async (req, res) => {
    // TODO todos.list: answer with the array of all todos.
    notImplemented(res);
  })
  .post(requireObject, async (req, res) => {
    // TODO todos.create: store a todo with the title, and the order if there is one (else null), not completed yet.
    // Answer 201 with the todo. Its url is absolute: http://, the host that the client asked for, the path.
    // That host is req.get('Host'). Don't write localhost there: the app runs elsewhere one day.
    notImplemented(res);
  })
  .delete(async (req, res) => {
    // TODO todos.delete: remove all todos; 204.
    notImplemented(res);
  })
  .all(notAllowed('GET', 'POST', 'DELETE'));

router.route('/:id')
  .get(async (req, res) => {
    // TODO todos.create: answer with the todo, so that its url works; 404 when there is none.
    notImplemented(res);
  })
  .patch(requireObject, async (req, res) => {
    // TODO todos.change: title, completed and order, any of them; answer with the todo as it is now.
    // SQLite and MySQL keep a boolean as 0 or 1; JSON must say true or false.
    notImplemented(res);
  })
  .delete(async (req, res) => {
    // TODO todos.delete: remove it; 204. A GET is 404 from then on.
    notImplemented(res);
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

export default router;
