// The database, behind Knex: it writes the SQL of SQLite, PostgreSQL and MySQL/MariaDB for the same calls.
//
// What belongs together goes into one transaction: all of it is stored, or, if something in it throws, nothing.
//
//   await db.transaction(async (trx) => { await trx('things').insert({ … }); … });
//
// Inside of it use trx alone. With db a query would go over another connection: past the transaction, or, where there
// is only one connection, as with SQLite, never.
import { fileURLToPath } from 'node:url';

import knex from 'knex';

import { settings } from './settings.js';

const CLIENTS = { sqlite: 'better-sqlite3', postgresql: 'pg', postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2' };

/** Knex's options for an address such as postgresql://user:password@host:5432/name */
function optionsFor(url) {
  const [scheme] = url.split(':');
  const client = CLIENTS[scheme];
  if (!client) throw new Error(`DATABASE_URL begins with ${scheme}, which is no database that this app knows`);
  if (client === 'better-sqlite3') return sqlite(url.slice('sqlite:///'.length));
  return {
    client,
    connection: url,
    // A pool keeps up to ten connections open and lends them out, one to a query or a transaction at a time. Who gets
    // none within eight seconds gets an error: an answer that says "try again" is better than none.
    pool: { min: 0, max: 10, acquireTimeoutMillis: 8000, createTimeoutMillis: 3000 },
  };
}

// What package.json installs as better-sqlite3 is the package libsql: the same interface, but no compiler is needed.
function sqlite(filename) {
  return { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true, pool: { afterCreate: prepare } };
}

/** What Knex does with every new connection to the SQLite file. */
function prepare(connection, done) {
  connection.exec('pragma busy_timeout = 4000'); // who finds the file locked waits, up to four seconds
  connection.exec('pragma journal_mode = wal'); // others may read while one writes
  connection.exec('pragma foreign_keys = on'); // heed references to other tables
  connection.exec('pragma synchronous = normal'); // goes with WAL: much faster, and nothing is lost when the app dies
  done(null, connection);
}

const beside = fileURLToPath(new URL('app.sqlite3', import.meta.url));

const options = optionsFor(settings.DATABASE_URL || `sqlite:///${beside}`);

// An error of the database is to show the ? of its query, and not what stood there: that may be anybody's data.
export const db = knex({ ...options, compileSqlOnError: false });

const isPostgres = options.client === 'pg';

/**
 * Makes a table, if it is not there yet. It never changes one that is: once a table with rows in it has to get another
 * column, it is time for migrations, small numbered scripts that do it step by step. Knex has `knex migrate:latest`.
 */
export async function createTable(name, columns) {
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
  const [first] = await (isPostgres ? query.returning('id') : query);
  return first.id ?? first;
}

// As SQLite, PostgreSQL and MySQL call it: it is there already, and what it points to is not there.
const DUPLICATE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505', 'ER_DUP_ENTRY']);
const DANGLING = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503', 'ER_NO_REFERENCED_ROW_2']);

/** Whether an error means that a value is there already which may be there only once. */
export function isDuplicate(error) {
  return DUPLICATE.has(error.code);
}

/** Whether an error means that a row does not go together with other rows. */
export function isConflict(error) {
  return isDuplicate(error) || DANGLING.has(error.code);
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
