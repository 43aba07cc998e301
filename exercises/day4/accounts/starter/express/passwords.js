// Passwords are stored as slow, salted hashes: whoever steals the database can only guess, and each guess costs time.
//
// The package @node-rs/argon2 makes them. `await hash(password)` gives a text that holds the salt and the settings,
// too; `await verify(thatText, password)` is true or false. Both work beside the event loop: other requests go on.
import { hash, verify } from '@node-rs/argon2';

/** The hash of a new password, to be stored. */
export async function hashPassword(password) {
  // TODO accounts.hash: why not SHA-256? Try how many of those this machine does in a second, and how many of these.
  throw new Error('hashPassword is not implemented yet');
}

/** Whether it is the password of this user. The user is undefined where there is none with that e-mail. */
export async function isPasswordOf(user, password) {
  // TODO accounts.login: verify it against user.password_hash.
  // TODO accounts.wrong: for a user who does not exist it takes as long as for one who does. So there must be something
  // to verify then, too: the hash of any text, made once.
  throw new Error('isPasswordOf is not implemented yet');
}
