// The products: made, changed, refused, listed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';

import { asAdmin, newProduct, nobody, pathOf, read } from './shop.js';

const LAMP = { name: 'Desk lamp', category: 'home', price: 19.99 };
const BROKEN = [
  ['name', ''], ['name', '   '], ['name', 'x'.repeat(101)], ['category', ''],
  ['price', -0.01], ['price', '9.50'], ['price', true], ['price', 1.999],
  ['stock', -1], ['stock', 1.5],
];

async function items(query) {
  const reply = await nobody('GET', `/products?${new URLSearchParams(query)}`);
  assert.equal(reply.status, 200);
  return reply.body.items;
}

it('answers 201 with the new product, and says where it is', async () => {
  const reply = await asAdmin('POST', '/products', { ...LAMP, name: '  Desk lamp ', stock: 3 });
  assert.equal(reply.status, 201);
  const product = reply.body;
  assert.deepEqual(product, { ...LAMP, id: product.id, description: '', stock: 3 });
  assert.ok(reply.headers.get('Location').endsWith(pathOf(product)));
  assert.deepEqual(await read(product), product);
});

it('changes what a PATCH names', async () => {
  const lamp = await newProduct({ stock: 3 });
  const reply = await asAdmin('PATCH', pathOf(lamp), { price: 5 });
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.body, { ...lamp, price: 5 });
  assert.deepEqual(await read(lamp), reply.body);
});

for (const [field, value] of BROKEN) {
  it(`refuses ${JSON.stringify(value)} as ${field}`, async () => {
    const [lamp, somewhere] = [await newProduct(), randomUUID()];
    const sent = { ...LAMP, category: somewhere, [field]: value };
    assert.equal((await asAdmin('POST', '/products', sent)).status, 422);
    assert.equal((await asAdmin('PATCH', pathOf(lamp), { [field]: value })).status, 422);
    assert.deepEqual(await items({ category: somewhere }), []);
    assert.deepEqual(await read(lamp), lamp);
  });
}

it('filters and sorts the list', async () => {
  const category = randomUUID();
  const made = [];
  for (const price of [5, 50, 20]) made.push(await newProduct({ category, price }));
  const [cheap, dear] = made;
  const change = { stock: 0, description: 'with a WOODEN foot' };
  const { body: soldOut } = await asAdmin('PATCH', pathOf(made[2]), change);
  assert.deepEqual(await items({ category }), [cheap, dear, soldOut]);
  assert.deepEqual(await items({ category, sort: '-price' }), [dear, soldOut, cheap]);
  assert.deepEqual(await items({ category, min_price: 5, max_price: 20 }), [cheap, soldOut]);
  assert.deepEqual(await items({ category, in_stock: true }), [cheap, dear]);
  assert.deepEqual(await items({ category, q: 'wooden' }), [soldOut]);
});

it('cuts the list into pages', async () => {
  const category = randomUUID();
  const made = [];
  for (let count = 0; count < 3; count += 1) made.push(await newProduct({ category }));
  const reply = await nobody('GET', `/products?category=${category}&page=2&per_page=2`);
  assert.deepEqual(reply.body, { items: made.slice(2), total: 3 });
  assert.equal((await nobody('GET', '/products?per_page=101')).status, 422);
});

it('knows no unknown product', async () => {
  assert.equal((await nobody('GET', '/products/no-such-product')).status, 404);
});
