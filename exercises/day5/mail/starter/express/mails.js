// Mail goes out over SMTP. It may be slow, and it may fail; neither is a reason to keep a client waiting.
//
// The package nodemailer writes the message and sends it:
//   const transport = nodemailer.createTransport({ host, port, connectionTimeout: 3000 });
//   await transport.sendMail({ from, to, subject, text });     throws when it could not be sent
import nodemailer from 'nodemailer';

import { settings } from './settings.js';

/**
 * Tells the reporter that the ticket is closed. routes/tickets.js calls this when a PATCH has closed one that was open,
 * after the change is in the database. It does not await it; so nobody would catch an error: it must not throw.
 */
export async function mailClosed(ticket, log) {
  // TODO mail.sent: one message from settings.MAIL_FROM to ticket.reporter_email, with the title in its subject.
  // TODO mail.down: if that fails, write it to the log, at level error. How long does it wait for a server that is
  // silent?
  // TODO mail.encoding: nothing to write, nodemailer encodes what is beyond ASCII. Look at what arrives.
  // TODO mail.injection: a line break in a title or an address belongs to rules.js: such a ticket should not exist.
}
