import { Router } from 'express';

import { db, insert } from '../db.js';
import { HttpError, invalid, isText, notAllowed, readId, requireObject } from '../http.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    const notes = db('notes').select().orderBy('id');
    const [q = ''] = [req.query.q].flat(); // ?q=a&q=b arrives as an array
    if (q !== '') notes.where(contains(q));
    res.json(await notes);
  })
  .post(requireObject, async (req, res) => {
    const now = new Date().toISOString();
    const note = { ...readNote(req.body), created_at: now, updated_at: now };
    const id = await insert('notes', note);
    res.status(201).location(`/notes/${id}`).json({ id, ...note });
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await findNote(req.params.id));
  })
  .put(requireObject, async (req, res) => {
    const { id } = await findNote(req.params.id);
    res.json(await changeNote(id, readNote(req.body)));
  })
  .patch(requireObject, async (req, res) => {
    const { id } = await findNote(req.params.id);
    res.json(await changeNote(id, readNote(req.body, { partial: true })));
  })
  .delete(async (req, res) => {
    const { id } = await findNote(req.params.id);
    await db('notes').where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PUT', 'PATCH', 'DELETE'));

async function findNote(text) {
  const note = await db('notes').where({ id: readId(text) }).first();
  if (!note) throw new HttpError(404, `there is no note ${text}`);
  return note;
}

async function changeNote(id, changes) {
  await db('notes').where({ id }).update({ ...changes, updated_at: new Date().toISOString() });
  return findNote(id);
}

/**
 * The condition that title or body contain a text, as it is, in any case.
 *
 * % and _ stand for "anything" in a pattern of LIKE, so those of the client get an escape character in front. The
 * values themselves never become part of the SQL: each ? is a place that the driver sends a value for.
 */
function contains(text) {
  if (text.includes('\0')) return db.raw('1 = 0'); // no note has a NUL, and PostgreSQL can't even ask for one
  const pattern = `%${text.replace(/[!%_]/g, '!$&')}%`;
  return db.raw("(lower(title) like lower(?) escape '!' or lower(body) like lower(?) escape '!')", [pattern, pattern]);
}

const RULES = {
  title: { least: 1, most: 200 },
  body: { least: 0, most: 10_000, absent: '' },
};

/** The fields of a note that a client may set, checked; `partial` allows any of them to be absent. */
function readNote(body, { partial = false } = {}) {
  const note = {};
  const wrong = {};
  for (const [field, rule] of Object.entries(RULES)) {
    const value = body[field];
    if (value === undefined) {
      if (partial) continue;
      if ('absent' in rule) note[field] = rule.absent;
      else wrong[field] = 'is missing';
    } else if (!isText(value, rule.least, rule.most)) {
      wrong[field] = `must be a text of ${rule.least} to ${rule.most} characters`;
    } else {
      note[field] = value;
    }
  }
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
  return note;
}

export default router;
