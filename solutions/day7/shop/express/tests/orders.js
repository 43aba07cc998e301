// Orders: what they take, what they keep, whose they are, and where they may go.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';

import { admin, asAdmin, newProduct, newUser, order, pathOf, put, read } from './shop.js';

/** A new product, and an order of it. */
async function bought(user, quantity = 1, product = {}) {
  const lamp = await newProduct(product);
  await put(user, lamp, quantity);
  return [lamp, await order(user)];
}

const move = (user, { id }, status) => user('PATCH', `/orders/${id}`, { status });
const stockOf = async (product) => (await read(product)).stock;

it('takes the cart and the pieces', async () => {
  const ada = await newUser();
  const [lamp, made] = await bought(ada, 3, { stock: 10, price: 19.99 });
  assert.deepEqual([made.status, made.total], ['pending', 59.97]);
  assert.deepEqual(made.items.map((item) => [item.product_id, item.price, item.quantity]), [[lamp.id, 19.99, 3]]);
  assert.equal(await stockOf(lamp), 7);
  assert.deepEqual((await ada('GET', '/cart')).body.items, []);
  assert.equal((await ada('POST', '/orders')).status, 409);
});

it('changes nothing where there is too little in stock', async () => {
  const [ada, lamp, chair] = [await newUser(), await newProduct({ stock: 5 }), await newProduct({ stock: 1 })];
  await put(ada, lamp, 2);
  const before = await put(ada, chair, 2);
  assert.equal((await ada('POST', '/orders')).status, 409);
  assert.deepEqual([await stockOf(lamp), await stockOf(chair)], [5, 1]);
  assert.deepEqual((await ada('GET', '/cart')).body, before);
  assert.deepEqual((await ada('GET', '/orders')).body, []);
});

it('keeps its prices', async () => {
  const ada = await newUser();
  const [lamp, made] = await bought(ada, 2, { price: 10 });
  await asAdmin('PATCH', pathOf(lamp), { price: 99, name: 'Dear lamp' });
  assert.deepEqual((await ada('GET', `/orders/${made.id}`)).body, made);
  await asAdmin('DELETE', pathOf(lamp));
  assert.deepEqual((await ada('GET', '/orders')).body, [made]);
});

it('is the same order with the same key', async () => {
  const [ada, lamp, key] = [await newUser(), await newProduct({ stock: 5 }), { 'Idempotency-Key': randomUUID() }];
  assert.equal((await ada('POST', '/orders', undefined, key)).status, 409);
  await put(ada, lamp);
  const made = await order(ada, key);
  await put(ada, lamp);
  assert.deepEqual(await order(ada, key), made);
  assert.equal(await stockOf(lamp), 4);
  assert.deepEqual((await ada('GET', '/orders')).body, [made]);
});

it("takes a key for its user's alone", async () => {
  const key = { 'Idempotency-Key': randomUUID() };
  const made = [];
  for (const user of [await newUser(), await newUser()]) {
    await put(user, await newProduct());
    made.push((await order(user, key)).id);
  }
  assert.notEqual(made[0], made[1]);
});

it('is for whose it is, and for admins', async () => {
  const [ada, bob] = [await newUser(), await newUser()];
  const [, made] = await bought(ada);
  assert.equal((await bob('GET', `/orders/${made.id}`)).status, 404);
  assert.equal((await move(bob, made, 'cancelled')).status, 404);
  assert.deepEqual((await bob('GET', '/orders')).body, []);
  assert.deepEqual((await asAdmin('GET', `/orders/${made.id}`)).body, made);
  assert.ok((await asAdmin('GET', '/orders')).body.some(({ id }) => id === made.id));
});

it('goes the whole way', async () => {
  const [, made] = await bought(await newUser());
  for (const status of ['paid', 'shipped', 'delivered']) {
    const reply = await move(await admin(), made, status);
    assert.deepEqual([reply.status, reply.body.status], [200, status]);
    assert.equal((await move(await admin(), made, status)).status, 409);
  }
  assert.equal((await move(await admin(), made, 'cancelled')).status, 409);
});

it('takes no short cut', async () => {
  const ada = await newUser();
  const [, made] = await bought(ada);
  for (const status of ['shipped', 'delivered', 'pending']) {
    assert.equal((await move(await admin(), made, status)).status, 409);
  }
  assert.equal((await move(await admin(), made, 'lost')).status, 422);
  assert.deepEqual((await ada('GET', `/orders/${made.id}`)).body, made);
});

it('is paid and cancelled by its owner, and shipped by admins', async () => {
  const ada = await newUser();
  const [, made] = await bought(ada);
  assert.equal((await move(ada, made, 'paid')).status, 200);
  assert.equal((await move(ada, made, 'shipped')).status, 403);
  assert.equal((await move(ada, made, 'cancelled')).status, 200);
});

for (const first of ['pending', 'paid']) {
  it(`brings its pieces back when it was ${first} and is cancelled`, async () => {
    const ada = await newUser();
    const [lamp, made] = await bought(ada, 3, { stock: 10 });
    if (first === 'paid') await move(ada, made, 'paid');
    assert.equal((await move(ada, made, 'cancelled')).body.status, 'cancelled');
    assert.equal(await stockOf(lamp), 10);
    assert.equal((await move(ada, made, 'cancelled')).status, 409);
    assert.equal(await stockOf(lamp), 10);
  });
}
