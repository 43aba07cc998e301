// The notes. A note is {"id", "title", "body", "created_at", "updated_at"}; they live in the database.
import { Router } from 'express';

import { db } from '../db.js';
import { HttpError, invalid, notAllowed, notImplemented, requireObject } from '../http.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    // TODO notes.read: answer with the array of all notes, the oldest first.
    // TODO notes.search: with ?q=word only those with that text in title or body, in any case.
    // LIKE does that, but % and _ mean something in its pattern: put an escape character in front of those that the
    // client sent (… like ? escape '!'). lower(…) on both sides makes it the same on every database.
    // TODO connect.injection: values never become part of the SQL: write ? and give the value besides.
    notImplemented(res);
  })
  .post(requireObject, async (req, res) => {
    // TODO notes.create: store a note; answer 201 with it and its path in the Location header.
    // The body is "" when absent. The database chooses the id.
    // TODO notes.timestamps: created_at and updated_at are now, in UTC: new Date().toISOString(). The types that
    // databases have for this differ; a text in this form is the same on all of them, and sorts by time.
    notImplemented(res);
  })
  .all(notAllowed('GET', 'POST'));

// The part of the path that stands for :id is in req.params.id, always as a string.
router.route('/:id')
  .get(async (req, res) => {
    // TODO notes.read: answer with the note; 404 for an id that is unknown or nonsense, such as 7x, -1 or 10 ** 20.
    // Look at the string before you ask the database: one takes 7x for 7, another one fails for 10 ** 20.
    notImplemented(res);
  })
  .put(requireObject, async (req, res) => {
    // TODO notes.update: the note becomes what req.body says: title needed, body "" when absent. 404 for an unknown id.
    // TODO notes.timestamps: updated_at is now, created_at stays.
    notImplemented(res);
  })
  .patch(requireObject, async (req, res) => {
    // TODO notes.update: only what req.body names changes.
    notImplemented(res);
  })
  .delete(async (req, res) => {
    // TODO notes.delete: 204 without a body; 404 when there is no such note (any more).
    notImplemented(res);
  })
  .all(notAllowed('GET', 'PUT', 'PATCH', 'DELETE'));

/**
 * The rules for a note that a client sent.
 *
 * TODO notes.validate: throw invalid({ … }) with a message for each broken rule. POST, PUT and PATCH can share this.
 *   title  a text of 1 to 200 characters; null and 7 are no texts. It is stored as it was sent.
 *   body   a text of at most 10 000 characters
 * One emoji is one character to the database, and to the checks: what is '🦄'.length? And what is [...'🦄']?
 * TODO connect.injection: JSON can hold a character that a database can't: PostgreSQL refuses '\0', and half an emoji
 * ('\ud83e'; see isWellFormed) is no character at all. Refuse such a text, before the database does.
 */
function readNote(body) {
  return body;
}

export default router;
