// Mail goes out over SMTP. It may be slow, and it may fail; neither is a reason to keep a client waiting.
import nodemailer from 'nodemailer';

import { settings } from './settings.js';

const transport = nodemailer.createTransport({
  host: settings.SMTP_HOST,
  port: settings.SMTP_PORT,
  connectionTimeout: 3000, // by default two minutes
  greetingTimeout: 3000,
  socketTimeout: 10_000,
});

/** Tells the reporter that the ticket is closed. Nobody waits for it: whether it went out is in the log. */
export async function mailClosed(ticket, log) {
  try {
    await transport.sendMail(message(ticket));
    log.info({ ticket: ticket.id }, 'mail sent: the ticket is closed');
  } catch (error) {
    log.error({ err: error, ticket: ticket.id }, 'the mail could not be sent');
  }
}

// nodemailer writes what is beyond ASCII as headers and bodies want it, adds Message-ID and Date, and lets no newline
// through. Handed over as an object, an address is one address, also with a comma in it.
function message({ id, title, reporter_email }) {
  return {
    from: settings.MAIL_FROM,
    to: { name: '', address: reporter_email },
    subject: `Closed: ${title}`,
    text: `Hello,\n\nyour ticket ${id} has been closed:\n\n  ${title}\n\nIf that was too early, answer this mail.\n`,
  };
}
