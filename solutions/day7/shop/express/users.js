/**
 * Until the end of this transaction, whoever calls this for the same user has to wait.
 *
 * The write changes nothing, but it locks the row (in SQLite, the whole file). As a transaction's first statement it
 * also keeps SQLite from refusing a later write with "database is locked", which it does to who has read before.
 */
export async function oneAtATime(trx, user) {
  await trx('users').where({ id: user.id }).update({ name: user.name });
}
