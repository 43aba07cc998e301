import { Router } from 'express';

import { HttpError, invalid, notAllowed, requireObject } from '../http.js';

const router = Router();

// The keys are the ids as they stand in a path: what is not a key is unknown, "01" and "abc" like 99.
const users = new Map();
let lastId = 0;

router.route('/')
  .get((req, res) => {
    res.json([...users.values()]);
  })
  .post(requireObject, (req, res) => {
    const fields = readUser(req.body);
    lastId += 1;
    const user = { id: lastId, ...fields };
    users.set(String(user.id), user);
    res.status(201).location(`/users/${user.id}`).json(user);
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get((req, res) => {
    res.json(findUser(req.params.id));
  })
  .put(requireObject, (req, res) => {
    const { id } = findUser(req.params.id);
    const user = { id, ...readUser(req.body) };
    users.set(req.params.id, user);
    res.json(user);
  })
  .delete((req, res) => {
    findUser(req.params.id);
    users.delete(req.params.id);
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PUT', 'DELETE'));

function findUser(id) {
  const user = users.get(id);
  if (!user) throw new HttpError(404, `there is no user ${id}`);
  return user;
}

/** The fields of a user that a client may set, checked. */
function readUser({ name, email }) {
  const fields = {};
  if (!isText(name)) fields.name = 'must be a non-empty text';
  if (!isText(email)) fields.email = 'must be a non-empty text';
  if (Object.keys(fields).length > 0) throw invalid(fields);
  return { name, email };
}

function isText(value) {
  return typeof value === 'string' && value.trim() !== '';
}

export default router;
