import { Router } from 'express';

import { db, insert } from '../db.js';
import { HttpError, notAllowed, readFields, readId, requireObject, text } from '../http.js';

const router = Router();

const FIELDS = ['id', 'title', 'body', 'created_at', 'updated_at']; // what clients see of a note

const RULES = {
  title: text(1, 200),
  body: { ...text(0, 10_000), absent: '' },
};

router.route('/')
  .get(async (req, res) => {
    const notes = notesOf(req.user).select(FIELDS).orderBy('id');
    const [q = ''] = [req.query.q].flat(); // ?q=a&q=b arrives as an array
    if (q !== '') notes.where(contains(q));
    res.json(await notes);
  })
  .post(requireObject, async (req, res) => {
    const now = new Date().toISOString();
    const note = { ...readFields(req.body, RULES), created_at: now, updated_at: now };
    const id = await insert('notes', { ...note, user_id: req.user.id });
    res.status(201).location(`/notes/${id}`).json({ id, ...note });
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await findNote(req));
  })
  .put(requireObject, async (req, res) => {
    await findNote(req);
    res.json(await changeNote(req, readFields(req.body, RULES)));
  })
  .patch(requireObject, async (req, res) => {
    await findNote(req);
    res.json(await changeNote(req, readFields(req.body, RULES, { partial: true })));
  })
  .delete(async (req, res) => {
    const { id } = await findNote(req);
    await notesOf(req.user).where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PUT', 'PATCH', 'DELETE'));

/** Every query begins here, so that nobody ever meets a note of somebody else. */
function notesOf(user) {
  return db('notes').where({ user_id: user.id });
}

async function findNote({ user, params }) {
  const note = await notesOf(user).where({ id: readId(params.id) }).first(FIELDS);
  // Also for somebody else's note: 403 would tell that it exists.
  if (!note) throw new HttpError(404, `there is no note ${params.id}`);
  return note;
}

async function changeNote(req, changes) {
  const updated_at = new Date().toISOString();
  await notesOf(req.user).where({ id: readId(req.params.id) }).update({ ...changes, updated_at });
  return findNote(req);
}

/**
 * The condition that title or body contain these words, as they are, in any case.
 *
 * % and _ stand for "anything" in a pattern of LIKE, so those of the client get an escape character in front. The
 * values themselves never become part of the SQL: each ? is a place that the driver sends a value for.
 */
function contains(words) {
  if (words.includes('\0')) return db.raw('1 = 0'); // no note has a NUL, and PostgreSQL can't even ask for one
  const pattern = `%${words.replace(/[!%_]/g, '!$&')}%`;
  return db.raw("(lower(title) like lower(?) escape '!' or lower(body) like lower(?) escape '!')", [pattern, pattern]);
}

export default router;
