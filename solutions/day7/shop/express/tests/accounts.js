// Who is who: registering, logging in, and the doors that are closed.
import assert from 'node:assert/strict';
import { it } from 'node:test';

import { asAdmin, newProduct, newUser, nobody, pathOf, read } from './shop.js';

const CLOSED = ['GET /me', 'GET /cart', 'POST /cart/items', 'GET /orders', 'POST /orders', 'POST /products'];
const MINE = { name: 'Mine', category: 'a', price: 1 };

it('says who is logged in, and no password', async () => {
  const ada = await newUser();
  const reply = await ada('GET', '/me');
  assert.equal(reply.status, 200);
  assert.equal(reply.body.name, 'Ada Lovelace');
  assert.equal(reply.body.password, undefined);
});

for (const closed of CLOSED) {
  it(`lets nobody ${closed}`, async () => {
    const [method, path] = closed.split(' ');
    const reply = await nobody(method, path, method === 'GET' ? undefined : {});
    assert.equal(reply.status, 401);
  });
}

it('forgets who has logged out', async () => {
  const ada = await newUser();
  assert.equal((await ada('POST', '/auth/logout')).status, 204);
  assert.equal((await ada('GET', '/me')).status, 401);
});

it('opens nothing to a wrong password', async () => {
  const account = { email: 'nobody@example.com', password: 'not the password' };
  assert.equal((await nobody('POST', '/auth/login', account)).status, 401);
});

it('lets only admins write products', async () => {
  const [lamp, ada] = [await newProduct(), await newUser()];
  assert.equal((await ada('POST', '/products', MINE)).status, 403);
  assert.equal((await ada('PATCH', pathOf(lamp), { price: 0 })).status, 403);
  assert.equal((await ada('DELETE', pathOf(lamp))).status, 403);
  assert.deepEqual(await read(lamp), lamp);
});

it('promotes nobody who asks for it', async () => {
  const eve = await newUser({ is_admin: true });
  assert.equal((await eve('POST', '/products', MINE)).status, 403);
});

it('lets an admin delete', async () => {
  const lamp = await newProduct();
  assert.equal((await asAdmin('DELETE', pathOf(lamp))).status, 204);
  assert.equal((await nobody('GET', pathOf(lamp))).status, 404);
});
