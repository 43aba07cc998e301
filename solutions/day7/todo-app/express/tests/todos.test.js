// Tests of a todo app: this one, or another that keeps the same contract. Where it is, BASE_URL says.
//
// Each test makes the users and todos that it needs, so that the order of the tests doesn't matter, nor what else there
// is. Ada and Grace are there for all of them; where a list must hold nothing else, somebody new takes part.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { client, GOOD, newUser, nobody } from './users.js';

let ada;
let grace;

before(async () => {
  [ada, grace] = [await newUser(), await newUser()];
});

/** The answer has this status; gives its body. */
async function expect(status, reply) {
  const { status: got, body, text } = await reply;
  assert.equal(got, status, text);
  return body;
}

const pathOf = ({ id }, below = '') => `/todos/${id}${below}`;

describe('accounts', () => {
  it('tell who is logged in', async () => {
    const me = await expect(200, ada.call('GET', '/me'));
    assert.equal(me.email, ada.account.email);
    assert.ok(!('password' in me));
  });

  it('refuse a wrong password, and an e-mail that is taken', async () => {
    await expect(401, nobody('POST', '/auth/login', { ...ada.account, password: 'not the one' }));
    await expect(409, nobody('POST', '/auth/register', ada.account));
  });

  it('are closed after a logout', async () => {
    const { call } = await newUser();
    await expect(204, call('POST', '/auth/logout'));
    await expect(401, call('GET', '/me'));
  });

  it('let nobody else in', async () => {
    const todo = await ada.make();
    for (const stranger of [nobody, client({ Authorization: 'Bearer nonsense' })]) {
      await expect(401, stranger('GET', '/todos'));
      await expect(401, stranger('POST', '/todos', GOOD));
      await expect(401, stranger('PATCH', pathOf(todo), { title: 'Mine' }));
      await expect(401, stranger('DELETE', pathOf(todo)));
    }
    assert.deepEqual((await ada.read(todo)).body, todo);
  });
});

describe('a todo', () => {
  it('is made with 201, as it was sent, at the place that Location names', async () => {
    const reply = await ada.call('POST', '/todos', GOOD);
    const todo = await expect(201, reply);
    const { title, completed, due, tags } = todo; // an answer may have more fields than these
    assert.deepEqual({ title, completed, due, tags }, GOOD);
    assert.deepEqual(await expect(200, ada.call('GET', reply.headers.get('Location'))), todo);
  });

  it('has defaults', async () => {
    const { completed, due, tags } = await expect(201, ada.call('POST', '/todos', { title: 'Only this' }));
    assert.deepEqual({ completed, due, tags }, { completed: false, due: null, tags: [] });
  });

  it('changes in what PATCH names, and in nothing else', async () => {
    const todo = await ada.make();
    const changed = { ...todo, completed: true };
    assert.deepEqual(await expect(200, ada.call('PATCH', pathOf(todo), { completed: true })), changed);
    assert.deepEqual((await ada.read(todo)).body, changed);
  });

  it('is gone when it was deleted', async () => {
    const { call, list, make } = await newUser();
    const todo = await make();
    const reply = await call('DELETE', pathOf(todo));
    assert.equal(reply.status, 204);
    assert.equal(reply.text, '');
    await expect(404, call('GET', pathOf(todo)));
    assert.deepEqual(await list(), { items: [], total: 0 });
  });

  it('keeps the rules', async () => {
    const { call, list, make } = await newUser();
    const todo = await make();
    const broken = [
      { title: '' }, { title: '   ' }, { title: 'x'.repeat(201) }, { completed: 'yes' }, { due: '2030-02-30' },
      { tags: ['Two Words'] }, { tags: ['twice', 'twice'] },
    ];
    for (const fields of broken) {
      await expect(422, call('POST', '/todos', { ...GOOD, ...fields }));
      await expect(422, call('PATCH', pathOf(todo), fields));
    }
    assert.deepEqual(await list(), { items: [todo], total: 1 });
  });

  it('is nothing that others see or change', async () => {
    const todo = await ada.make();
    const { call, list } = await newUser();
    await expect(404, call('GET', pathOf(todo)));
    await expect(404, call('PATCH', pathOf(todo), { title: 'Mine' }));
    await expect(404, call('DELETE', pathOf(todo)));
    assert.deepEqual(await list(), { items: [], total: 0 });
    assert.deepEqual((await ada.read(todo)).body, todo);
  });
});

describe('the list', () => {
  it('is filtered', async () => {
    const { call, make, titles } = await newUser();
    await make({ title: 'alpha', completed: true, due: '2030-01-01', tags: ['one'] });
    await make({ title: 'beta', due: '2030-02-01', tags: ['two'] });
    await make({ title: 'alphabet', due: null, tags: ['one', 'two'] });
    assert.deepEqual(await titles({ completed: 'true' }), ['alpha']);
    assert.deepEqual(await titles({ completed: 'false' }), ['beta', 'alphabet']);
    assert.deepEqual(await titles({ tag: 'one' }), ['alpha', 'alphabet']);
    assert.deepEqual(await titles({ due_before: '2030-02-01' }), ['alpha']);
    assert.deepEqual(await titles({ q: 'ALPHA' }), ['alpha', 'alphabet']);
    assert.deepEqual(await titles({ q: 'alpha', tag: 'two' }), ['alphabet']);
    await expect(422, call('GET', '/todos?completed=maybe'));
  });

  it('is sorted, without a due date last', async () => {
    const { make, titles } = await newUser();
    for (const [title, due] of [['b', '2030-02-01'], ['c', null], ['a', '2030-01-01']]) await make({ title, due });
    assert.deepEqual(await titles({ sort: 'title' }), ['a', 'b', 'c']);
    assert.deepEqual(await titles({ sort: '-title' }), ['c', 'b', 'a']);
    assert.deepEqual(await titles({ sort: 'due' }), ['a', 'b', 'c']);
    assert.deepEqual(await titles({ sort: '-due' }), ['b', 'a', 'c']);
  });

  it('has pages, and total counts all of them', async () => {
    const { list, make } = await newUser();
    for (const title of ['one', 'two', 'three']) await make({ title });
    const { items, total } = await list({ page: 2, per_page: 2 });
    assert.deepEqual(items.map(({ title }) => title), ['three']);
    assert.equal(total, 3);
  });
});

describe('a move', () => {
  it('puts a todo before another one, or at the end', async () => {
    const { call, list, make, titles } = await newUser();
    const one = await make({ title: 'one' });
    const two = await make({ title: 'two' });
    const three = await make({ title: 'three' });
    await expect(200, call('POST', pathOf(three, '/move'), { before: one.id }));
    assert.deepEqual(await titles(), ['three', 'one', 'two']);
    await expect(200, call('POST', pathOf(one, '/move'), { before: null }));
    assert.deepEqual(await titles(), ['three', 'two', 'one']);
    const positions = (await list()).items.map(({ position }) => position);
    assert.deepEqual(positions, [...new Set(positions)].sort((a, b) => a - b));
    await expect(422, call('POST', pathOf(two, '/move'), { before: two.id }));
  });
});

describe('a share', () => {
  it('lets the other look, and not edit', async () => {
    const { call, list } = await newUser();
    const todo = await ada.make();
    const email = (await expect(200, call('GET', '/me'))).email;
    await expect(200, ada.call('POST', pathOf(todo, '/share'), { email, can_edit: false }));
    assert.deepEqual(await expect(200, call('GET', pathOf(todo))), todo);
    assert.deepEqual(await list(), { items: [todo], total: 1 });
    await expect(403, call('PATCH', pathOf(todo), { completed: true }));
    await expect(403, call('DELETE', pathOf(todo)));
    assert.deepEqual((await ada.read(todo)).body, todo);
  });

  it('lets the other edit, if it says so', async () => {
    const todo = await ada.make();
    await expect(200, ada.call('POST', pathOf(todo, '/share'), { email: grace.account.email, can_edit: true }));
    await expect(200, grace.call('PATCH', pathOf(todo), { completed: true }));
    assert.deepEqual((await ada.read(todo)).body, { ...todo, completed: true });
    await expect(403, grace.call('DELETE', pathOf(todo)));
  });

  it('ends', async () => {
    const todo = await ada.make();
    const { email } = grace.account;
    await expect(200, ada.call('POST', pathOf(todo, '/share'), { email }));
    await expect(204, ada.call('DELETE', pathOf(todo, `/share/${email}`)));
    await expect(404, grace.call('GET', pathOf(todo)));
    await expect(404, ada.call('DELETE', pathOf(todo, `/share/${email}`)));
  });
});

describe('a bulk', () => {
  it('does all', async () => {
    const { call, make, titles } = await newUser();
    const old = await make({ title: 'old' });
    const other = await make({ title: 'other' });
    const { results } = await expect(200, call('POST', '/todos/bulk', {
      operations: [
        { op: 'create', todo: { title: 'new' } },
        { op: 'update', id: other.id, todo: { completed: true } },
        { op: 'delete', id: old.id },
      ],
    }));
    assert.deepEqual(results.map(({ op }) => op), ['create', 'update', 'delete']);
    assert.deepEqual(await titles(), ['other', 'new']);
    assert.deepEqual(await titles({ completed: 'true' }), ['other']);
  });

  it('does nothing where one operation is bad', async () => {
    const { call, list, make } = await newUser();
    const todo = await make();
    await expect(422, call('POST', '/todos/bulk', {
      operations: [
        { op: 'create', todo: { title: 'new' } },
        { op: 'delete', id: todo.id },
        { op: 'update', id: todo.id, todo: { completed: true } },
      ],
    }));
    assert.deepEqual(await list(), { items: [todo], total: 1 });
  });
});
