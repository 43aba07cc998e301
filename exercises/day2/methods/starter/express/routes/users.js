// The users of the first exercise. A user is {"id", "name", "email"}; they live in memory, until the server stops.
import { Router } from 'express';

import { HttpError, notImplemented, requireJson } from '../http.js';

const router = Router();

// A Map keeps its entries in the order in which they were put in:
// users.set(key, user), users.get(key), users.has(key), users.delete(key), [...users.values()]
const users = new Map();

// TODO methods.ids: every user gets an id of its own, and an id is never used again, not even after a delete.

router.route('/')
  // TODO methods.safe: GET, HEAD and OPTIONS only look; they never change anything.
  .get((req, res) => {
    // TODO methods.list: answer with the array of all users.
    notImplemented(res);
  })
  .post(requireJson, (req, res) => {
    // TODO methods.create: store a user with the name and the email of req.body and an id that you choose.
    // Answer 201 with the user, and its path in the Location header.
    notImplemented(res);
  });

// The part of the path that stands for :id is in req.params.id, always as a string.
router.route('/:id')
  .get((req, res) => {
    // TODO methods.read: answer with the user; 404 for an id that is unknown or nonsense (throw an HttpError).
    // TODO methods.head: HEAD is GET without the body. Find out who does that for you.
    notImplemented(res);
  })
  .put(requireJson, (req, res) => {
    // TODO methods.replace: the user becomes what req.body says, only the id stays; answer with the new user.
    // 404 for an unknown id; 422 when name or email is missing, with `fields` naming it.
    notImplemented(res);
  })
  .delete((req, res) => {
    // TODO methods.delete: remove the user and answer 204 without a body; 404 when there is no such user (any more).
    notImplemented(res);
  });

// TODO methods.not-allowed: every other method on these two routes is 405 (see http.js).

export default router;
