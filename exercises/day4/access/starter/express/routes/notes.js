import { Router } from 'express';

import { db, insert } from '../db.js';
import { HttpError, notAllowed, readFields, readId, requireObject, text } from '../http.js';

const router = Router();

// The notes of day 3: everybody sees them all.
// TODO access.owner: a note belongs to who made it (req.user); for all others it does not exist: 404 for GET, PUT,
// PATCH and DELETE, and it is in no list. Look at every place where a note is made or looked for. What clients see of
// a note stays as it is.
// TODO access.no-escalation: whose note it is, the server says, never the body. What does readFields() do with a
// user_id there?

const RULES = {
  title: text(1, 200),
  body: { ...text(0, 10_000), absent: '' },
};

router.route('/')
  .get(async (req, res) => {
    const notes = db('notes').select().orderBy('id');
    const [q = ''] = [req.query.q].flat(); // ?q=a&q=b arrives as an array
    if (q !== '') notes.where(contains(q));
    res.json(await notes);
  })
  .post(requireObject, async (req, res) => {
    const now = new Date().toISOString();
    const note = { ...readFields(req.body, RULES), created_at: now, updated_at: now };
    const id = await insert('notes', note);
    res.status(201).location(`/notes/${id}`).json({ id, ...note });
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await findNote(req.params.id));
  })
  .put(requireObject, async (req, res) => {
    await findNote(req.params.id);
    res.json(await changeNote(req.params.id, readFields(req.body, RULES)));
  })
  .patch(requireObject, async (req, res) => {
    await findNote(req.params.id);
    res.json(await changeNote(req.params.id, readFields(req.body, RULES, { partial: true })));
  })
  .delete(async (req, res) => {
    const { id } = await findNote(req.params.id);
    await db('notes').where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PUT', 'PATCH', 'DELETE'));

async function findNote(id) {
  const note = await db('notes').where({ id: readId(id) }).first();
  if (!note) throw new HttpError(404, `there is no note ${id}`);
  return note;
}

async function changeNote(id, changes) {
  await db('notes').where({ id: readId(id) }).update({ ...changes, updated_at: new Date().toISOString() });
  return findNote(id);
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
