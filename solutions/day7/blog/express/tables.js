// The tables. Those that others refer to come first.
import { createTable } from './db.js';

/** Makes the tables that are not there yet. */
export async function createTables() {
  await createTable('users', (table) => {
    table.increments('id'); // counts up, and no id is used twice
    table.string('email', 254).notNullable().unique(); // in lower case
    table.string('name', 100).notNullable();
    table.string('password_hash', 255).notNullable();
  });
  // One row for each token that is still good: whoever logs out takes it away.
  await createTable('logins', (table) => {
    table.string('id', 36).primary();
    refersTo(table, 'user_id', 'users.id').index();
    table.bigInteger('expires_at').notNullable().index(); // seconds since 1970, as in the token
  });
  await createTable('posts', (table) => {
    table.increments('id');
    table.string('slug', 100).notNullable().unique();
    refersTo(table, 'author_id', 'users.id').index();
    table.string('title', 200).notNullable();
    table.text('body', 'mediumtext').notNullable(); // what MySQL calls text ends after 64 KB
    times(table);
    table.string('published_at', 24).index(); // null as long as it is a draft
  });
  // A row for each tag of each post: so both "which posts have it?" and "how many?" are simple questions.
  await createTable('post_tags', (table) => {
    refersTo(table, 'post_id', 'posts.id');
    table.string('tag', 30).notNullable().index();
    table.primary(['post_id', 'tag']);
  });
  await createTable('comments', (table) => {
    table.increments('id');
    refersTo(table, 'post_id', 'posts.id').index();
    refersTo(table, 'author_id', 'users.id').index();
    table.text('body').notNullable();
    times(table);
  });
}

// Texts like 2026-01-31T09:30:00.250Z: every database gives them back as they were, and they sort by time as they are.
function times(table) {
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}

/** What a new row has in these columns. */
export function timesOfNow() {
  const now = new Date().toISOString();
  return { created_at: now, updated_at: now };
}

// With a row that is deleted, the database deletes those that refer to it.
function refersTo(table, column, other) {
  return table.integer(column).unsigned().notNullable().references(other).onDelete('CASCADE');
}
