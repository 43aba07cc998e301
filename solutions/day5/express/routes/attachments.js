import { Router } from 'express';
import multer from 'multer';

import { FOLDER, findAttachment, keep, safeName } from '../attachments.js';
import { typeOf } from '../file-types.js';
import { HttpError, invalid, notAllowed, readId } from '../http.js';
import { findTicket } from '../tickets.js';

const router = Router({ mergeParams: true }); // :ticket stands in front of this router: see app.js

const LARGEST = 5 * 1024 * 1024;

// In memory, so that nothing is written before it is known what it is. With larger files that would be too much memory.
const receive = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: LARGEST, files: 1, fields: 10, fieldSize: 10_000 },
  defParamCharset: 'utf8', // file names arrive in UTF-8; the default is older than that
}).single('file');

router.route('/')
  .post(existingTicket, receive, refused, async (req, res) => {
    const { buffer: content, originalname } = req.file ?? missing();
    const content_type = typeOf(content);
    if (!content_type) throw new HttpError(415, 'only PNG, JPEG, PDF and text are taken');
    const attachment = await keep(req.ticketId, { filename: safeName(originalname), content, content_type });
    res.status(201).location(`${req.baseUrl}/${attachment.id}`).json(shown(attachment));
  })
  .all(notAllowed('POST'));

router.route('/:id')
  .get(existingTicket, async (req, res) => {
    const attachment = await findAttachment(req.ticketId, readId(req.params.id));
    if (!attachment) throw new HttpError(404, `there is no attachment ${req.params.id}`);
    // attachment: a browser saves it, instead of showing a page that somebody else wrote as if it were ours.
    res.attachment(attachment.filename).type(attachment.content_type);
    res.sendFile(attachment.stored_as, { root: FOLDER });
  })
  .all(notAllowed('GET'));

async function existingTicket(req, res, next) {
  req.ticketId = readId(req.params.ticket);
  if (!await findTicket(req.ticketId)) throw new HttpError(404, `there is no ticket ${req.params.ticket}`);
  next();
}

/** What multer and its parser refuse has no status yet. */
function refused(error, req, res, next) {
  if (error instanceof HttpError) throw error; // no such ticket
  if (error.code === 'LIMIT_FILE_SIZE') throw new HttpError(413, `a file may have ${LARGEST} bytes`);
  if (error instanceof multer.MulterError) throw invalid(error.field ?? 'file', error.message);
  throw new HttpError(400, `the multipart body can't be read: ${error.message}`);
}

function missing() {
  throw invalid('file', 'is missing: send a multipart form with a file in it');
}

function shown({ id, filename, size, sha256, content_type }) {
  return { id, filename, size, sha256, content_type };
}

export default router;
