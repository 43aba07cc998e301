// /tickets/<ticket>/attachments
//
// The package multer reads multipart/form-data. `multer({ … }).single('file')` is middleware; behind it the file is in
// req.file, with `originalname` and, with memoryStorage(), its content in `buffer`. Worth a look in its documentation:
// limits.fileSize, and defParamCharset: 'utf8', without which names beyond ASCII are garbled.
import { Router } from 'express';
import multer from 'multer';

import { FOLDER, findAttachment, keep, safeName } from '../attachments.js';
import { typeOf } from '../file-types.js';
import { HttpError, invalid, notAllowed, notImplemented, readId } from '../http.js';
import { findTicket } from '../tickets.js';

const router = Router({ mergeParams: true }); // :ticket stands in front of this router: see app.js

router.route('/')
  .post(async (req, res) => {
    // TODO uploads.store: 404 where there is no such ticket; then multer; then keep() it, and answer 201 with Location
    // and { id, filename, size, sha256, content_type }.
    // TODO uploads.limit: 413 over 5 MiB. multer's error has the code LIMIT_FILE_SIZE and no status: an error handler
    // (four parameters) behind it in this route can give it one. The same goes for a multipart body that is broken.
    // TODO uploads.type: 415 for what typeOf() doesn't know.
    notImplemented(res);
  })
  .all(notAllowed('POST'));

router.route('/:id')
  .get(async (req, res) => {
    // TODO uploads.store: the same bytes. res.sendFile(name, { root: FOLDER }) sends a file.
    // TODO uploads.download: res.attachment(filename) writes Content-Disposition. It sets the type by the ending of the
    // name, too: what should it be?
    notImplemented(res);
  })
  .all(notAllowed('GET'));

export default router;
