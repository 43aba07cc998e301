// Attachments: the files in UPLOAD_DIR, what is known about them in the database.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { settings } from './settings.js';
import { db, insert } from './db.js';

export const FOLDER = resolve(settings.UPLOAD_DIR);

/** Keeps a file. On the disk it has a name of ours: nothing that a client sends becomes part of a path. */
export async function keep(ticket_id, { filename, content, content_type }) {
  const row = {
    ticket_id,
    filename,
    stored_as: randomUUID(),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content_type,
  };
  const path = join(FOLDER, row.stored_as);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path, content, { flag: 'wx', mode: 0o600 });
  try {
    return { id: await insert('attachments', row), ...row };
  } catch (error) {
    await rm(path, { force: true }); // without its row nobody would ever find it
    throw error;
  }
}

/** The row of an attachment of this ticket, or undefined. */
export async function findAttachment(ticket_id, id) {
  return db('attachments').where({ ticket_id, id }).first();
}

/** Deletes the files of a ticket. */
export async function removeFiles(ticket_id) {
  const rows = await db('attachments').where({ ticket_id }).select('stored_as');
  await Promise.all(rows.map(({ stored_as }) => rm(join(FOLDER, stored_as), { force: true })));
}

/** What a client calls its file, as something that can be shown and stored: the last part, without odd characters. */
export function safeName(name) {
  const last = name.split(/[/\\]/).at(-1).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  const short = [...last].slice(-200).join(''); // the end, since it has the ending
  return /^\.*$/.test(short) ? 'file' : short;
}
