// The tables.
import { createTable } from './db.js';

/** Makes the tables that are not there yet. Those that others refer to come first. */
export async function createTables() {
  await createTable('users', (table) => {
    table.increments('id'); // counts up, and no id is used twice
    table.string('email', 254).notNullable().unique(); // in lower case
    table.string('name', 100).notNullable();
    table.string('password_hash', 255).notNullable();
    table.integer('list_version').notNullable().defaultTo(0); // counts changes of the order of this user's todos
  });
  // One row for each token that is still good: whoever logs out takes it away.
  await createTable('logins', (table) => {
    table.string('id', 36).primary();
    refersTo(table, 'user_id', 'users.id').index();
    table.bigInteger('expires_at').notNullable().index(); // seconds since 1970, as in the token
  });
  await createTable('todos', (table) => {
    table.increments('id');
    refersTo(table, 'owner_id', 'users.id');
    table.string('title', 200).notNullable();
    table.boolean('completed').notNullable();
    table.string('due', 10); // as a text like 2030-05-17: the same on every database, and it sorts by time as it is
    table.integer('position').notNullable();
    table.index(['owner_id', 'position']);
  });
  await createTable('todo_tags', (table) => {
    refersTo(table, 'todo_id', 'todos.id');
    table.string('name', 30).notNullable().index();
    table.integer('place').notNullable();
    table.primary(['todo_id', 'name']);
  });
  await createTable('todo_shares', (table) => {
    refersTo(table, 'todo_id', 'todos.id');
    refersTo(table, 'user_id', 'users.id').index();
    table.boolean('can_edit').notNullable();
    table.primary(['todo_id', 'user_id']);
  });
}

// With a row that is deleted, the database deletes those that refer to it.
function refersTo(table, column, other) {
  return table.integer(column).unsigned().notNullable().references(other).onDelete('CASCADE');
}
