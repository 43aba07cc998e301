// An order of one's own.
import { transaction } from './db.js';
import { invalid } from './http.js';
import { findOwn, lastPosition, readTodo } from './todos.js';

/**
 * A transaction for whoever reads positions and then writes some. All others who do so for the same user wait until it
 * has ended, since it begins with a change of the user's row: what is read afterwards is new, and stays true.
 *
 * `others` are the ids of users whose todos will be changed, too. Everybody takes hold of them in the same order, so
 * that no two can wait for each other.
 */
export function holdingOrder(user, work, others = []) {
  const ids = [...new Set([user.id, ...others])].sort((one, other) => one - other);
  return transaction(async (trx) => {
    for (const id of ids) await trx('users').where({ id }).increment('list_version');
    return work(trx);
  });
}

/** Puts a todo before another one, or, where that is null, at the end. Whoever calls this holds the order. */
export async function moveTodo(trx, user, id, before) {
  await findOwn(trx, user, id);
  const place = before === null ? await lastPosition(trx, user) + 1 : await makeRoom(trx, user, id, before);
  await trx('todos').where({ id }).update({ position: place });
  return readTodo(trx, user, id);
}

// Moves the other one, and all that come after it, one further. The gap that is left where the todo was does no harm:
// only the order counts.
async function makeRoom(trx, user, id, before) {
  const other = before !== id && await trx('todos').where({ id: before, owner_id: user.id }).first();
  if (!other) throw invalid('before', 'must be another todo of yours');
  await trx('todos').where({ owner_id: user.id }).where('position', '>=', other.position).increment('position');
  return other.position;
}
