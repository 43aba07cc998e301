// The database, behind Knex: it writes the SQL of SQLite, PostgreSQL and MySQL/MariaDB for the same calls.
import { fileURLToPath } from 'node:url';

import knex from 'knex';

const CLIENTS = { sqlite: 'better-sqlite3', postgresql: 'pg', postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2' };

/** Knex's settings for an address such as postgresql://user:password@host:5432/name */
function settings(url) {
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
  connection.exec('pragma synchronous = normal'); // goes with WAL: much faster, and nothing is lost when the app dies
  done(null, connection);
}

const beside = fileURLToPath(new URL('app.sqlite3', import.meta.url));

const config = settings(process.env.DATABASE_URL || `sqlite:///${beside}`);

export const db = knex(config);

let made; // a promise, once somebody has asked

/** Resolves when the tables are there. When it fails, the next call tries again: the database may be back by then. */
export function tables() {
  made ??= createTables().catch((error) => {
    made = undefined;
    throw error;
  });
  return made;
}

/** Makes the tables that are not there yet. */
async function createTables() {
  await createTable('todos', (table) => {
    table.increments('id');
    table.text('title').notNullable();
    table.boolean('completed').notNullable();
    table.integer('order');
  });
}

async function createTable(name, columns) {
  if (await db.schema.hasTable(name)) return;
  try {
    await db.schema.createTable(name, (table) => {
      columns(table);
      if (config.client === 'mysql2') {
        table.charset('utf8mb4'); // all of Unicode; what MySQL calls utf8 has no emoji
        table.collate('utf8mb4_bin'); // and e is not the same as é
      }
    });
  } catch (error) {
    // Another instance of this app may have started at the same moment and been faster.
    if (!(await db.schema.hasTable(name))) throw error;
  }
}

/** Stores a row and gives its id. */
export async function insert(table, row) {
  // PostgreSQL has to be asked for the id, the drivers of the others tell it anyway.
  const query = db(table).insert(row);
  const [first] = await (config.client === 'pg' ? query.returning('id') : query);
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
