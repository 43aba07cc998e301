// /todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it.
import { Router } from 'express';

import { db, transaction } from '../db.js';
import { notAllowed, readId, requireJson } from '../http.js';
import { listTodos } from '../listing.js';
import { holdingOrder } from '../order.js';
import { newTodo, query, read, todoChanges } from '../rules.js';
import { changeTodo, createTodo, deleteTodo, readTodo } from '../todos.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    res.json(await listTodos(req.user, read(query, req.query)));
  })
  .post(requireJson, async (req, res) => {
    const fields = read(newTodo, req.body);
    const todo = await holdingOrder(req.user, (trx) => createTodo(trx, req.user, fields));
    res.status(201).location(`/todos/${todo.id}`).json(todo);
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await readTodo(db, req.user, readId(req.params.id)));
  })
  .patch(requireJson, async (req, res) => {
    const id = readId(req.params.id);
    const changes = read(todoChanges, req.body);
    res.json(await transaction((trx) => changeTodo(trx, req.user, id, changes)));
  })
  .delete(async (req, res) => {
    await deleteTodo(db, req.user, readId(req.params.id));
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

export default router;
