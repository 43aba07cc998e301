// The database, behind Knex: it writes the SQL of SQLite, PostgreSQL and MySQL/MariaDB for the same calls.
import { fileURLToPath } from 'node:url';

import knex from 'knex';

import { settings } from './settings.js';

const CLIENTS = { sqlite: 'better-sqlite3', postgresql: 'pg', postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2' };

/** Knex's settings for an address such as postgresql://user:password@host:5432/name */
function optionsFor(url) {
  const [scheme] = url.split(':');
  const client = CLIENTS[scheme];
  if (!client) throw new Error(`DATABASE_URL begins with ${scheme}, which is no database that this app knows`);
  if (client === 'better-sqlite3') return sqlite(url.slice('sqlite:///'.length));
  return {
    client,
    connection: url,
    // A pool keeps up to ten connections open and lends them out, one to a query at a time. Who gets none within three
    // seconds gets an error: an answer that says "try again" is better than none.
    pool: { min: 0, max: 10, acquireTimeoutMillis: 3000, createTimeoutMillis: 3000 },
  };
}

// What package.json installs as better-sqlite3 is the package libsql: the same interface, but no compiler is needed.
function sqlite(filename) {
  return { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true, pool: { afterCreate: prepare } };
}

/** What Knex does with every new connection to the SQLite file. */
function prepare(connection, done) {
  connection.exec('pragma busy_timeout = 3000'); // who finds the file locked waits, up to three seconds
  connection.exec('pragma journal_mode = wal'); // others may read while one writes
  connection.exec('pragma foreign_keys = on'); // heed references to other tables
  connection.exec('pragma synchronous = normal'); // goes with WAL: much faster, and nothing is lost when the app dies
  done(null, connection);
}

const beside = fileURLToPath(new URL('app.sqlite3', import.meta.url));

const options = optionsFor(settings.DATABASE_URL ?? `sqlite:///${beside}`);

// An error of the database is to show the ? of its query, and not what stood there: that may be anybody's data.
export const db = knex({ ...options, compileSqlOnError: false });

// LOG_SQL=1 prints every statement that goes to the database: how many are there, and which?
if (process.env.LOG_SQL === '1') db.on('query', ({ sql }) => console.log(`SQL: ${sql}`));

/** Makes the tables that are not there yet. */
export async function createTables() {
  await createTable('tickets', (table) => {
    table.increments('id'); // counts up, and no id is used twice
    table.string('title', 200).notNullable();
    table.integer('priority').notNullable();
    table.string('status', 10).notNullable();
    table.string('reporter_email', 254).notNullable();
    // As a text like 2026-01-31T09:30:00.000Z: the same on every database, and it sorts by time as it is.
    table.string('created_at', 30).notNullable();
  });
  await createTable('watchers', (table) => {
    table.increments('id');
    belongsToTicket(table);
    table.string('email', 254).notNullable();
  });
  await createTable('attachments', (table) => {
    table.increments('id');
    belongsToTicket(table);
    table.string('filename', 255).notNullable(); // what the client calls it; the file itself has another name:
    table.string('stored_as', 36).notNullable();
    table.integer('size').notNullable();
    table.string('sha256', 64).notNullable();
    table.string('content_type', 50).notNullable();
  });
}

// With a ticket that is deleted, the database deletes the rows that belong to it.
function belongsToTicket(table) {
  table.integer('ticket_id').unsigned().notNullable().references('tickets.id').onDelete('CASCADE').index();
}

async function createTable(name, columns) {
  if (await db.schema.hasTable(name)) return;
  try {
    await db.schema.createTable(name, (table) => {
      columns(table);
      if (options.client === 'mysql2') {
        table.charset('utf8mb4'); // all of Unicode; what MySQL calls utf8 has no emoji
        table.collate('utf8mb4_bin'); // and e is not the same as é
      }
    });
  } catch (error) {
    // Another instance of this app may have started at the same moment and been faster.
    if (!(await db.schema.hasTable(name))) throw error;
  }
}

/** Stores a row and gives its id; `on` is the transaction, if there is one. */
export async function insert(table, row, on = db) {
  // PostgreSQL has to be asked for the id, the drivers of the others tell it anyway.
  const query = on(table).insert(row);
  const [first] = await (options.client === 'pg' ? query.returning('id') : query);
  return first.id ?? first;
}

const GONE = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT',
  '57P01', '57P02', '57P03', // PostgreSQL: shutting down, crashed, starting up
  'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN', // MySQL
]);

/** Whether an error means that the database is out of reach, and not that a query is wrong. */
export function isUnreachable(error) {
  return error instanceof knex.KnexTimeoutError || GONE.has(error.code) || /^Connection terminated/.test(error.message);
}
