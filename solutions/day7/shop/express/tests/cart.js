// The cart: what lies in it, what it costs, and what can't be put in.
import assert from 'node:assert/strict';
import { it } from 'node:test';

import { asAdmin, newProduct, newUser, pathOf, put } from './shop.js';

const NO_QUANTITY = [0, -1, 1001, 1.5, '2', null];

const itemOf = (product) => `/cart/items/${product.id}`;

async function cartOf(user) {
  const reply = await user('GET', '/cart');
  assert.equal(reply.status, 200);
  return reply.body;
}

it('is empty at first', async () => {
  const cart = await cartOf(await newUser());
  assert.deepEqual([cart.items, cart.total], [[], 0]);
});

it('holds what was put in', async () => {
  const [ada, lamp, chair] = [await newUser(), await newProduct({ price: 19.99 }), await newProduct({ price: 0.1 })];
  await put(ada, lamp, 2);
  const cart = await put(ada, chair, 3);
  assert.deepEqual(cart.items.map((item) => [item.product_id, item.quantity]), [[lamp.id, 2], [chair.id, 3]]);
  assert.equal(cart.total, 40.28);
  assert.deepEqual(await cartOf(ada), cart);
});

it('adds up what is put in twice', async () => {
  const [ada, lamp] = [await newUser(), await newProduct({ price: 0.5 })];
  await put(ada, lamp, 2);
  const cart = await put(ada, lamp, 3);
  assert.deepEqual(cart.items.map((item) => item.quantity), [5]);
  assert.equal(cart.total, 2.5);
});

it('lets change and remove', async () => {
  const [ada, lamp] = [await newUser(), await newProduct()];
  await put(ada, lamp, 2);
  const reply = await ada('PATCH', itemOf(lamp), { quantity: 7 });
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.body.items.map((item) => item.quantity), [7]);
  assert.equal((await ada('DELETE', itemOf(lamp))).status, 204);
  assert.equal((await ada('DELETE', itemOf(lamp))).status, 404);
  assert.deepEqual((await cartOf(ada)).items, []);
});

for (const quantity of NO_QUANTITY) {
  it(`takes no quantity of ${JSON.stringify(quantity)}`, async () => {
    const [ada, lamp] = [await newUser(), await newProduct()];
    const before = await put(ada, lamp, 2);
    assert.equal((await ada('POST', '/cart/items', { product_id: lamp.id, quantity })).status, 422);
    assert.equal((await ada('PATCH', itemOf(lamp), { quantity })).status, 422);
    assert.deepEqual(await cartOf(ada), before);
  });
}

it('loses a product that is gone', async () => {
  const [ada, lamp] = [await newUser(), await newProduct()];
  await put(ada, lamp);
  assert.equal((await asAdmin('DELETE', pathOf(lamp))).status, 204);
  assert.deepEqual((await cartOf(ada)).items, []);
  assert.equal((await ada('POST', '/cart/items', { product_id: lamp.id, quantity: 1 })).status, 404);
});

it('has the prices of now', async () => {
  const [ada, lamp] = [await newUser(), await newProduct({ price: 10 })];
  await put(ada, lamp, 2);
  await asAdmin('PATCH', pathOf(lamp), { price: 12.5 });
  assert.equal((await cartOf(ada)).total, 25);
});

it("is everybody's own", async () => {
  const [ada, bob, lamp] = [await newUser(), await newUser(), await newProduct()];
  await put(ada, lamp, 2);
  assert.deepEqual((await cartOf(bob)).items, []);
});
