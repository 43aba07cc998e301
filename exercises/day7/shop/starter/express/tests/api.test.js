// Your tests. They talk to a running shop, and BASE_URL says where it is: yours, or one that you never see.
//
// Start your server, and in a second terminal, with the same ADMIN_EMAIL in both:
//
//   ADMIN_EMAIL=admin@example.com BASE_URL=http://127.0.0.1:8080 npm test
//
// What your tests need (users and products, too) they make by themselves, each time anew. grade runs them against your
// project, against a shop of the course that is right, and against twelve that have one fault each.
//
// test_api.py has the same beginning in Python. Take the one that you like better, and delete the other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';

const { BASE_URL = 'http://127.0.0.1:8080', ADMIN_EMAIL = 'admin@example.com' } = process.env;
const ADMIN_PASSWORD = 'the-admin-of-my-tests';

/** Somebody who sends requests: nobody, unless there are headers of a login. It gives status, headers and body. */
function client(who = {}) {
  return async (method, path, body, more = {}) => {
    const options = { method, headers: { ...who, ...more }, signal: AbortSignal.timeout(5000) };
    if (body !== undefined) {
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
    }
    const reply = await fetch(BASE_URL + path, options);
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: text ? JSON.parse(text) : undefined };
  };
}

const nobody = client();

/** Logs in; whatever the client sends, this user sends. It works with tokens and with cookies. */
async function loggedIn(email, password) {
  const reply = await nobody('POST', '/auth/login', { email, password });
  assert.equal(reply.status, 200);
  if (reply.body.access_token) return client({ Authorization: `Bearer ${reply.body.access_token}` });
  return client({ Cookie: reply.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ') });
}

/** Somebody whom the shop has never seen, logged in: `const ada = await newUser()`, `await ada('GET', '/cart')`. */
async function newUser() {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID(), name: 'Ada Lovelace' };
  assert.equal((await nobody('POST', '/auth/register', account)).status, 201);
  return loggedIn(account.email, account.password);
}

let known;

/** Who registers with ADMIN_EMAIL is an admin: `const boss = await admin()`. One login will do for all tests. */
function admin() {
  known ??= becomeAdmin();
  return known;
}

/** The second run on the same app finds the account made: 409. */
async function becomeAdmin() {
  const account = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD, name: 'Grace Hopper' };
  assert.ok([201, 409].includes((await nobody('POST', '/auth/register', account)).status));
  return loggedIn(ADMIN_EMAIL, ADMIN_PASSWORD);
}

it('is well', async () => {
  const reply = await nobody('GET', '/health');
  assert.equal(reply.status, 200);
  assert.equal(reply.body.status, 'ok');
});

// TODO shop.tests: a function newProduct(fields) that makes a product as an admin, and then a test for each promise of
//   the README that a customer or the owner of the shop would miss: its status code, its body, and what is true
//   afterwards; what somebody else may not see or do; what is refused, and that nothing has changed then.
