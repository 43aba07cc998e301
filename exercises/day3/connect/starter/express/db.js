// The database, behind Knex (https://knexjs.org): it writes the SQL of SQLite, PostgreSQL and MySQL for the same calls.
//
//   await db('notes').where({ id: 7 }).first()                    one row as an object, or undefined
//   await db('notes').select().orderBy('id')                      an array of rows
//   await db('notes').insert({ title: 'Milk', body: '' })         [7]: the id. On PostgreSQL ask for it by
//                    .returning('id'), and it comes as [{ id: 7 }]
//   await db('notes').where({ id: 7 }).update({ title: 'Tea' })   how many rows it changed
//   await db('notes').where({ id: 7 }).delete()                   how many rows are gone
//   await db.raw('select 1')                                      any SQL; write ? for each value of an array besides
//
// A query is sent when it is awaited, and not before.
import { fileURLToPath } from 'node:url';

import knex from 'knex';

// Where the data is when nobody says otherwise: in a file beside the code.
const BESIDE = `sqlite:///${fileURLToPath(new URL('app.sqlite3', import.meta.url))}`;

/**
 * TODO connect.url: make Knex's settings for the database that process.env.DATABASE_URL names, or BESIDE without it.
 *
 *   sqlite:////data/app.db        { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }
 *                                 the filename is all that follows sqlite:///
 *   postgresql://user:pw@host/db  { client: 'pg', connection: url }
 *   mysql://user:pw@host/db       { client: 'mysql2', connection: url }
 *
 * One kind of database is enough: the one that you have chosen. What is installed as better-sqlite3 is the package
 * libsql (see package.json): it has the same interface, and needs no compiler.
 *
 * TODO connect.pool: Knex keeps connections open and lends them out, one to a query. `pool: { … }` says how many (max)
 * and how long a request waits for one (acquireTimeoutMillis; a whole minute by default). Use `db` for every query and
 * await it: then each connection comes back.
 *
 * TODO connect.shared: two instances of your app may use one SQLite file, and then one finds it locked now and again.
 * `pragma busy_timeout = 3000` makes it wait, `pragma journal_mode = wal` lets others read while one writes. Every new
 * connection needs them; Knex calls you for each: afterCreate(connection, done) { connection.exec('pragma …'); … }
 */
const settings = { client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true };

export const db = knex(settings);

/** Makes the tables that are not there yet; server.js calls it before the first request. */
export async function createTables() {
  // TODO connect.schema: make the table of the notes, but only if there is none: the second start must keep the data.
  //   await db.schema.hasTable('notes')
  //   await db.schema.createTable('notes', (table) => { table.increments('id'); table.string('title', 200)…; })
  // TODO connect.survives: what was stored is there after the server was killed. Does it lie in a file?
  // TODO todos.persist: the todos need a table of their own: table.boolean('completed'), table.integer('order'), …
}
