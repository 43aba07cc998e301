// Who the tests are, and what they need. Where the shop is, BASE_URL says.
//
//   ADMIN_EMAIL=admin@example.com BASE_URL=http://127.0.0.1:8080 npm test
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

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

export const nobody = client();

/** Logs in; whatever the client sends, this user sends. It works with tokens and with cookies. */
export async function loggedIn(email, password) {
  const reply = await nobody('POST', '/auth/login', { email, password });
  assert.equal(reply.status, 200);
  if (reply.body.access_token) return client({ Authorization: `Bearer ${reply.body.access_token}` });
  return client({ Cookie: reply.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ') });
}

/** Somebody whom the shop has never seen, logged in. What the body of the registration says besides is `more`. */
export async function newUser(more = {}) {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID(), name: 'Ada Lovelace' };
  assert.equal((await nobody('POST', '/auth/register', { ...account, ...more })).status, 201);
  return loggedIn(account.email, account.password);
}

let known;

/** Who registers with ADMIN_EMAIL is an admin. Another file may have done it already: 409. One login will do. */
export function admin() {
  known ??= becomeAdmin();
  return known;
}

async function becomeAdmin() {
  const account = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD, name: 'Grace Hopper' };
  assert.ok([201, 409].includes((await nobody('POST', '/auth/register', account)).status));
  return loggedIn(ADMIN_EMAIL, ADMIN_PASSWORD);
}

/** A request of the admin's, and its answer. */
export async function asAdmin(...request) {
  const send = await admin();
  return send(...request);
}

/** A product that no other test knows, as the shop answers with it. */
export async function newProduct(changes = {}) {
  const product = { name: 'Desk lamp', category: `test-${randomUUID()}`, price: 19.99, stock: 10, ...changes };
  const reply = await asAdmin('POST', '/products', product);
  assert.equal(reply.status, 201);
  return reply.body;
}

export const pathOf = (product) => `/products/${product.id}`;

/** The product as it is now. */
export async function read(product) {
  const reply = await nobody('GET', pathOf(product));
  assert.equal(reply.status, 200);
  return reply.body;
}

/** Pieces of it into the cart; the cart. */
export async function put(user, product, quantity = 1) {
  const reply = await user('POST', '/cart/items', { product_id: product.id, quantity });
  assert.equal(reply.status, 200);
  return reply.body;
}

/** An order of all that is in the cart. */
export async function order(user, headers = {}) {
  const reply = await user('POST', '/orders', undefined, headers);
  assert.equal(reply.status, 201);
  return reply.body;
}
