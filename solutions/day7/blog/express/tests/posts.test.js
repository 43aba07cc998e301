// Posts and comments: made, read, changed, published, deleted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, it } from 'node:test';

import { comment, draft, expect, newTitle, newUser, nobody, pathOf, post, read } from './blog.js';

let ada;
let bob;

before(async () => {
  [ada, bob] = [await newUser(), await newUser()];
});

it('keeps what was written', async () => {
  const sent = { title: `<b>${randomUUID()}</b> & 'more'`, body: ' *blanks* \r\n\n', tags: ['b', 'a'] };
  const made = await draft(ada, sent);
  const { title, body, tags, status, published_at, author } = await read(pathOf(made), ada);
  assert.deepEqual({ title, body, tags: tags.toSorted() }, { ...sent, tags: ['a', 'b'] });
  assert.deepEqual([status, published_at, author.id], ['draft', null, ada.id]);
});

it('makes slugs from titles, each once', async () => {
  const unique = randomUUID();
  const title = `Hello, ${unique}!`;
  const [first, second] = [await draft(ada, { title }), await draft(bob, { title })];
  assert.equal(first.slug, `hello-${unique}`);
  assert.ok(second.slug.startsWith(`hello-${unique}-`));
});

it('keeps the slug when the title changes', async () => {
  const [made, title] = [await post(ada), newTitle()];
  const changed = await expect(200, ada.send('PATCH', pathOf(made), { title }));
  assert.deepEqual([changed.slug, changed.title, changed.body], [made.slug, title, made.body]);
  assert.equal((await read(pathOf(made))).title, title);
});

it('lets nobody write', async () => {
  const made = await post(ada);
  const path = await comment(ada, made);
  for (const [method, where, body] of [
    ['POST', '/posts', { title: newTitle() }],
    ['PATCH', pathOf(made), { title: newTitle() }],
    ['POST', pathOf(made, '/publish')],
    ['POST', pathOf(made, '/comments'), { body: 'Me, too' }],
    ['PATCH', path, { body: 'Me, too' }],
    ['DELETE', path],
    ['DELETE', pathOf(made)],
  ]) await expect(401, nobody(method, where, body));
  assert.equal((await read(pathOf(made))).title, made.title);
});

for (const wrong of [{ title: '' }, { title: '   ' }, { title: 'x'.repeat(201) }, { body: null }, { tags: ['A b'] }]) {
  it(`refuses ${JSON.stringify(wrong).slice(0, 40)}`, async () => {
    const made = await draft(ada);
    await expect(422, ada.send('POST', '/posts', { title: newTitle(), ...wrong }));
    await expect(422, ada.send('PATCH', pathOf(made), wrong));
    assert.equal((await read(pathOf(made), ada)).title, made.title);
  });
}

it('publishes once', async () => {
  const made = await draft(ada);
  const { status, published_at } = await expect(200, ada.send('POST', pathOf(made, '/publish')));
  assert.equal(status, 'published');
  assert.ok(published_at);
  const seen = await read(pathOf(made));
  const again = await expect(200, ada.send('POST', pathOf(made, '/publish')));
  assert.equal(again.published_at, seen.published_at);
});

it('deletes posts', async () => {
  const made = await post(ada);
  await comment(bob, made);
  await expect(204, ada.send('DELETE', pathOf(made)));
  await expect(404, ada.send('GET', pathOf(made)));
  await expect(404, nobody('GET', pathOf(made, '/comments')));
});

it('lists comments, the oldest first', async () => {
  const made = await post(ada);
  await comment(bob, made, 'first');
  const path = await comment(ada, made, 'second');
  await expect(200, ada.send('PATCH', path, { body: 'changed' }));
  const comments = await read(pathOf(made, '/comments'));
  assert.deepEqual(comments.map(({ body, author }) => [body, author.id]), [['first', bob.id], ['changed', ada.id]]);
  await expect(422, bob.send('POST', pathOf(made, '/comments'), { body: ' ' }));
});

it('lets who wrote a comment change it, and nobody else', async () => {
  const made = await post(ada);
  const path = await comment(bob, made);
  await expect(403, ada.send('PATCH', path, { body: 'I was wrong' }));
  assert.equal((await read(path)).body, 'Well said!');
});

it('lets two people delete a comment', async () => {
  const [made, eve] = [await post(ada), await newUser()];
  for (const who of [bob, ada]) {
    const path = await comment(bob, made);
    await expect(403, eve.send('DELETE', path));
    await expect(204, who.send('DELETE', path));
    await expect(404, nobody('GET', path));
  }
  assert.deepEqual(await read(pathOf(made, '/comments')), []);
});
