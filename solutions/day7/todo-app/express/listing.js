// GET /todos: filters, sorted, page by page.
import { db } from './db.js';
import { visible, withTags } from './todos.js';

/** A page of the todos that match, with the number of all that do. */
export async function listTodos(user, wanted) {
  const found = matching(user, wanted);
  const [{ total }] = await found.clone().count({ total: '*' });
  const first = (wanted.page - 1) * wanted.per_page;
  const rows = await sorted(found, wanted.sort).limit(wanted.per_page).offset(first);
  return { items: await withTags(db, rows), total: Number(total) }; // PostgreSQL's driver gives a count as a text
}

/** All that the user sees and that fits every parameter. */
function matching(user, { completed, tag, due_before, q }) {
  const query = visible(db, user);
  if (completed !== undefined) query.where({ completed: completed === 'true' });
  if (tag !== undefined) query.whereIn('id', db('todo_tags').select('todo_id').where({ name: tag }));
  if (due_before !== undefined) query.where('due', '<', due_before);
  // % and _ stand for "anything" in a pattern of LIKE, so those of the client get an escape character in front.
  if (q !== undefined) query.whereRaw("lower(title) like lower(?) escape '!'", [`%${q.replace(/[!%_]/g, '!$&')}%`]);
  return query;
}

/** What has no due date comes last in both directions; databases do not agree where NULL belongs. */
function sorted(query, sort) {
  const column = sort.replace('-', '');
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  return query.orderByRaw('?? is null', [column]).orderBy(column, direction).orderBy('position').orderBy('id');
}
