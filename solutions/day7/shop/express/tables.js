// The tables. Those that others refer to come first.
import { createTable } from './db.js';

/** Makes the tables that are not there yet. */
export async function createTables() {
  await createTable('users', (table) => {
    table.increments('id'); // counts up, and no id is used twice
    table.string('email', 254).notNullable().unique(); // in lower case
    table.string('name', 100).notNullable();
    table.string('password_hash', 255).notNullable();
    table.boolean('is_admin').notNullable();
  });
  // One row for each token that is still good: whoever logs out takes it away.
  await createTable('logins', (table) => {
    table.string('id', 36).primary();
    belongsTo(table, 'user_id', 'users');
    table.bigInteger('expires_at').notNullable().index(); // seconds since 1970, as in the token
  });
  await createTable('products', (table) => {
    table.increments('id');
    table.string('name', 100).notNullable();
    table.text('description').notNullable();
    table.string('category', 100).notNullable().index();
    table.integer('price_cents').notNullable(); // whole cents add up without a rest
    table.integer('stock').notNullable();
    table.check('stock >= 0'); // the second line of defence: checkout.js is the first
  });
  await createTable('cart_items', (table) => {
    table.increments('id');
    belongsTo(table, 'user_id', 'users');
    belongsTo(table, 'product_id', 'products'); // a product that is deleted goes out of all carts
    table.integer('quantity').notNullable();
    table.unique(['user_id', 'product_id']);
  });
  await createOrders();
}

async function createOrders() {
  await createTable('orders', (table) => {
    table.increments('id');
    belongsTo(table, 'user_id', 'users');
    table.string('status', 20).notNullable();
    table.string('key', 255); // the Idempotency-Key that it was made with; NULLs may be many
    table.unique(['user_id', 'key']);
  });
  // What was bought, at the name and price of that moment. Its product may be gone: product_id refers to nothing.
  await createTable('order_items', (table) => {
    table.increments('id');
    belongsTo(table, 'order_id', 'orders');
    table.integer('product_id').notNullable();
    table.string('name', 100).notNullable();
    table.integer('price_cents').notNullable();
    table.integer('quantity').notNullable();
  });
}

// When the row is deleted that it belongs to, the database deletes this one as well.
function belongsTo(table, column, other) {
  table.integer(column).unsigned().notNullable().references(`${other}.id`).onDelete('CASCADE').index();
}
