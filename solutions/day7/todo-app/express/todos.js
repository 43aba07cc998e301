// The todos in the database: which of them a user sees, may edit, or do everything with.
//
// `on` is what the queries go over: a transaction, or db where a query stands alone.
import { insert } from './db.js';
import { HttpError } from './http.js';

/** The query for what a user sees: their own todos, and those that are shared with them. */
export function visible(on, user) {
  const shared = on('todo_shares').select('todo_id').where({ user_id: user.id });
  return on('todos').where((either) => either.where({ owner_id: user.id }).orWhereIn('id', shared));
}

/** The todo as its row. 404 where there is none that is to be seen: whether there is one is nobody else's business. */
export async function find(on, user, id) {
  const row = await visible(on, user).where({ id }).first();
  if (!row) throw new HttpError(404, `there is no todo ${id}`);
  return row;
}

/** Whose they are, of all these that the user sees. */
export function ownersOf(on, user, ids) {
  return visible(on, user).whereIn('id', ids).distinct().pluck('owner_id');
}

/** As find(); 403 where it is somebody else's. */
export async function findOwn(on, user, id) {
  const row = await find(on, user, id);
  if (row.owner_id !== user.id) throw new HttpError(403, 'only its owner may do this');
  return row;
}

/** As find(); 403 where the user may only look at it. */
export async function findToEdit(on, user, id) {
  const row = await find(on, user, id);
  if (row.owner_id === user.id) return row;
  const share = await on('todo_shares').where({ todo_id: id, user_id: user.id }).first();
  if (!share?.can_edit) throw new HttpError(403, 'you may look at this todo, but not edit it');
  return row;
}

/** A new todo at the end of the user's list. Whoever calls this holds the order: see order.js. */
export async function createTodo(trx, user, { tags, ...fields }) {
  const position = await lastPosition(trx, user) + 1;
  const id = await insert('todos', { ...fields, owner_id: user.id, position }, trx);
  await addTags(trx, id, tags);
  return shown({ id, position, ...fields }, tags);
}

export async function lastPosition(on, user) {
  const [{ last }] = await on('todos').where({ owner_id: user.id }).max({ last: 'position' });
  return last ?? 0;
}

/** Changes the fields that are named. */
export async function changeTodo(trx, user, id, { tags, ...fields }) {
  await findToEdit(trx, user, id);
  // Others who change it at the same time wait from here on. (An update wants some column: `id` is as it was.)
  await trx('todos').where({ id }).update({ ...fields, id });
  if (tags) {
    await trx('todo_tags').where({ todo_id: id }).delete();
    await addTags(trx, id, tags);
  }
  return readTodo(trx, user, id);
}

export async function deleteTodo(on, user, id) {
  await findOwn(on, user, id);
  await on('todos').where({ id }).delete(); // and with it its tags and shares: see tables.js
}

async function addTags(trx, todo_id, tags) {
  if (tags.length > 0) await trx('todo_tags').insert(tags.map((name, place) => ({ todo_id, name, place })));
}

// --- as clients see them ---
export async function readTodo(on, user, id) {
  const [todo] = await withTags(on, [await find(on, user, id)]);
  return todo;
}

/** One query for the tags of all these rows, and not one for each. */
export async function withTags(on, rows) {
  const tags = await on('todo_tags').whereIn('todo_id', rows.map(({ id }) => id)).orderBy('place');
  return rows.map((row) => shown(row, tags.filter(({ todo_id }) => todo_id === row.id).map(({ name }) => name)));
}

function shown({ id, title, completed, due, position }, tags) {
  return { id, title, completed: Boolean(completed), due, tags, position }; // SQLite and MySQL have 0 and 1
}
