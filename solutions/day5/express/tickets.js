// The tickets in the database. A ticket has watchers, in a table of their own.
import { db, insert } from './db.js';

const COLUMNS = ['id', 'title', 'priority', 'status', 'reporter_email'];

/** A page of the tickets, with the number of all. */
export async function listTickets({ page, per_page }) {
  const rows = await db('tickets').select(COLUMNS).orderBy('id').limit(per_page).offset((page - 1) * per_page);
  const [{ total }] = await db('tickets').count({ total: '*' });
  return { items: await withWatchers(rows), total: Number(total) }; // PostgreSQL's driver gives a count as a text
}

export async function allTickets() {
  return db('tickets').select(COLUMNS).orderBy('id');
}

/** The ticket, or undefined. */
export async function findTicket(id) {
  const [ticket] = await withWatchers(await db('tickets').select(COLUMNS).where({ id }));
  return ticket;
}

/** Stores a ticket and gives its id. */
export async function addTicket({ watchers, ...fields }) {
  const row = { ...fields, status: 'open', created_at: new Date().toISOString() };
  return db.transaction(async (trx) => {
    const id = await insert('tickets', row, trx);
    await addWatchers(trx, id, watchers);
    return id;
  });
}

/** Changes a ticket, and tells whether it was this change that closed it. */
export async function changeTicket(id, { watchers, status, ...changes }) {
  return db.transaction(async (trx) => {
    // Two may close it at the same time. The database changes the row for one of them, and not for the other.
    const moved = status && await trx('tickets').where({ id }).whereNot({ status }).update({ status });
    if (Object.keys(changes).length > 0) await trx('tickets').where({ id }).update(changes);
    if (watchers) {
      await trx('watchers').where({ ticket_id: id }).delete();
      await addWatchers(trx, id, watchers);
    }
    return status === 'closed' && moved === 1;
  });
}

export async function deleteTicket(id) {
  await db('tickets').where({ id }).delete(); // and with it the watchers and attachments: see db.js
}

async function addWatchers(trx, ticket_id, watchers) {
  if (watchers.length > 0) await trx('watchers').insert(watchers.map(({ email }) => ({ ticket_id, email })));
}

// One query for the watchers of all these tickets, and not one for each ticket.
async function withWatchers(tickets) {
  const watchers = await db('watchers').whereIn('ticket_id', tickets.map(({ id }) => id)).orderBy('id');
  return tickets.map((ticket) => ({
    ...ticket,
    watchers: watchers.filter(({ ticket_id }) => ticket_id === ticket.id).map(({ email }) => ({ email })),
  }));
}
