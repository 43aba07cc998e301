import { Router } from 'express';

import { db, insert } from '../db.js';
import { HttpError, invalid, isText, notAllowed, readId, requireObject } from '../http.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    const todos = await db('todos').select().orderBy('id');
    res.json(todos.map((todo) => shown(todo, req)));
  })
  .post(requireObject, async (req, res) => {
    const todo = { completed: false, order: null, ...readTodo(req.body) };
    const id = await insert('todos', todo);
    const made = shown({ id, ...todo }, req);
    res.status(201).location(made.url).json(made);
  })
  .delete(async (req, res) => {
    await db('todos').delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'POST', 'DELETE'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(shown(await findTodo(req.params.id), req));
  })
  .patch(requireObject, async (req, res) => {
    const todo = await findTodo(req.params.id);
    const changes = readTodo(req.body, { partial: true });
    // an update of nothing would be no SQL
    if (Object.keys(changes).length > 0) await db('todos').where({ id: todo.id }).update(changes);
    res.json(shown({ ...todo, ...changes }, req));
  })
  .delete(async (req, res) => {
    const { id } = await findTodo(req.params.id);
    await db('todos').where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

async function findTodo(text) {
  const todo = await db('todos').where({ id: readId(text) }).first();
  if (!todo) throw new HttpError(404, `there is no todo ${text}`);
  return todo;
}

/** A todo as the client sees it. Its url has the host that the client itself asked for: only the client knows it. */
function shown({ id, title, completed, order }, req) {
  const url = `${req.protocol}://${req.get('Host')}${req.baseUrl}/${id}`;
  return { id, title, completed: Boolean(completed), order, url }; // SQLite and MySQL keep a boolean as 0 or 1
}

const RULES = {
  title: { accepts: (value) => isText(value, 1, 10_000), says: 'must be a text of 1 to 10000 characters' },
  completed: { accepts: (value) => typeof value === 'boolean', says: 'must be true or false' },
  order: { accepts: isOrder, says: 'must be a whole number or null' },
};

function isOrder(value) {
  return value === null || (Number.isInteger(value) && Math.abs(value) < 2 ** 31);
}

/** The fields of a todo that a client may set, checked; with `partial` also the title may be absent. */
function readTodo(body, { partial = false } = {}) {
  const todo = {};
  const wrong = {};
  for (const [field, rule] of Object.entries(RULES)) {
    if (!(field in body)) continue;
    if (rule.accepts(body[field])) todo[field] = body[field];
    else wrong[field] = rule.says;
  }
  if (!partial && !('title' in body)) wrong.title = 'is missing';
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
  return todo;
}

export default router;
