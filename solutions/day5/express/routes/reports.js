// Reports about the tickets of one reporter: /reports/…?reporter=E
import { Router } from 'express';

import { db } from '../db.js';
import { invalid, notAllowed } from '../http.js';

const router = Router();

/** How many tickets there are of each priority from `from` to `to`, both included. */
router.route('/priorities')
  .get(async (req, res) => {
    const from = Number(parameter(req, 'from', /^[1-5]$/));
    const to = Number(parameter(req, 'to', /^[1-5]$/));
    const tickets = await ticketsOf(req).select('priority');
    const priorities = {};
    for (let priority = from; priority <= to; priority += 1) {
      priorities[priority] = tickets.filter((ticket) => ticket.priority === priority).length;
    }
    res.json({ priorities });
  })
  .all(notAllowed('GET'));

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** How many tickets were made at a moment or later. */
router.route('/opened')
  .get(async (req, res) => {
    const moment = new Date(parameter(req, 'since', MOMENT));
    if (Number.isNaN(moment.getTime())) throw invalid('since', 'is no moment that there ever was');
    // All that is stored is in UTC, and so must be what it is compared with.
    const tickets = await ticketsOf(req).where('created_at', '>=', moment.toISOString()).select('id');
    res.json({ count: tickets.length });
  })
  .all(notAllowed('GET'));

/** How many tickets are open and how many closed. */
router.route('/statuses')
  .get(async (req, res) => {
    const counts = { open: 0, closed: 0 };
    for (const { status } of await ticketsOf(req).select('status')) counts[status] += 1;
    res.json(counts);
  })
  .all(notAllowed('GET'));

/** The mean of the priorities, to two decimals. */
router.route('/average')
  .get(async (req, res) => {
    const tickets = await ticketsOf(req).select('priority');
    if (tickets.length === 0) return res.json({ average: null });
    let sum = 0;
    for (const { priority } of tickets) sum += priority;
    res.json({ average: hundredths(sum, tickets.length) });
  })
  .all(notAllowed('GET'));

// A quotient to two decimals, halves up. It counts in whole numbers: as a fraction, 1.005 is a little less than that.
function hundredths(sum, count) {
  return Math.floor((200 * sum + count) / (2 * count)) / 100;
}

/** Each ticket with the addresses that watch it. */
router.route('/watchers')
  .get(async (req, res) => {
    const tickets = await ticketsOf(req).select('id', 'title').orderBy('id');
    const rows = await db('watchers').whereIn('ticket_id', ticketsOf(req).select('id')).orderBy('id');
    const watchers = new Map(tickets.map(({ id }) => [id, []]));
    for (const { ticket_id, email } of rows) watchers.get(ticket_id)?.push(email);
    res.json(tickets.map((ticket) => ({ ...ticket, watchers: watchers.get(ticket.id) })));
  })
  .all(notAllowed('GET'));

function ticketsOf(req) {
  return db('tickets').where({ reporter_email: parameter(req, 'reporter', /^[^\0]{1,254}$/) });
}

function parameter(req, name, pattern) {
  const value = req.query[name];
  // ?from=1&from=2 arrives as an array
  if (typeof value !== 'string' || !pattern.test(value)) throw invalid(name, 'is missing, or not as it should be');
  return value;
}

export default router;
