// Attachments: the files in UPLOAD_DIR, what is known about them in the database (the table `attachments` in db.js).
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { settings } from './settings.js';
import { db, insert } from './db.js';

export const FOLDER = resolve(settings.UPLOAD_DIR);

/** Keeps a file, and gives its row in the database. */
export async function keep(ticket_id, { filename, content, content_type }) {
  // TODO uploads.store: write the content into FOLDER (make it where it is missing), then the row.
  // createHash('sha256').update(content).digest('hex') is the hash.
  // TODO uploads.names: under a name of yours (stored_as), not under the client's.
  throw new Error('keep is not implemented yet');
}

/** The row of an attachment of this ticket, or undefined. */
export async function findAttachment(ticket_id, id) {
  return db('attachments').where({ ticket_id, id }).first();
}

/** Deletes the files of a ticket; the rows are deleted with the ticket itself. */
export async function removeFiles(ticket_id) {
  // TODO uploads.store: without their rows nobody would ever find them again.
}

/** What a client calls its file, as something that can be shown: without any / or \, not too long. */
export function safeName(name) {
  // TODO uploads.names: the last part of a path, of Windows' paths as well; no control characters; at most 255.
  return name;
}
