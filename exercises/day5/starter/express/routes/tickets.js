import { Router } from 'express';

import { removeFiles } from '../attachments.js';
import { HttpError, notAllowed, readId, requireJson } from '../http.js';
import { mailClosed } from '../mails.js';
import { newTicket, page, read, ticketChanges } from '../rules.js';
import { addTicket, changeTicket, deleteTicket, findTicket, listTickets } from '../tickets.js';

const router = Router();

router.route('/')
  .get(async (req, res) => {
    res.json(await listTickets(read(page, req.query)));
  })
  .post(requireJson, async (req, res) => {
    const id = await addTicket(read(newTicket, req.body));
    res.status(201).location(`/tickets/${id}`).json(await findTicket(id));
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(await find(req.params.id));
  })
  .patch(requireJson, async (req, res) => {
    const { id } = await find(req.params.id);
    const hasClosed = await changeTicket(id, read(ticketChanges, req.body));
    const ticket = await find(id);
    if (hasClosed) mailClosed(ticket, req.log);
    res.json(ticket);
  })
  .delete(async (req, res) => {
    const { id } = await find(req.params.id);
    await removeFiles(id);
    await deleteTicket(id);
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

async function find(text) {
  const ticket = await findTicket(readId(text));
  if (!ticket) throw new HttpError(404, `there is no ticket ${text}`);
  return ticket;
}

export default router;
