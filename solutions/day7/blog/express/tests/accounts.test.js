// Who is who, and which doors are closed to whom.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';

import { draft, expect, newTitle, newUser, nobody, pathOf, post, read } from './blog.js';

let ada;
let eve;

before(async () => {
  [ada, eve] = [await newUser(), await newUser()];
});

it('tells who is logged in', async () => {
  const { id, email, name } = await read('/me', ada);
  assert.deepEqual({ id, email, name }, { id: ada.id, email: ada.email, name: ada.name });
});

it('forgets who has logged out', async () => {
  const bob = await newUser();
  await expect(204, bob.send('POST', '/auth/logout'));
  await expect(401, bob.send('GET', '/me'));
  await expect(401, bob.send('POST', '/posts', { title: newTitle() }));
});

it('lets others change nothing', async () => {
  const made = await post(ada);
  await expect(403, eve.send('PATCH', pathOf(made), { title: newTitle() }));
  await expect(403, eve.send('POST', pathOf(made, '/publish')));
  await expect(403, eve.send('DELETE', pathOf(made)));
  assert.equal((await read(pathOf(made))).title, made.title);
});

it('shows a draft to its author alone', async () => {
  const made = await draft(ada);
  assert.equal((await read(pathOf(made), ada)).status, 'draft');
  for (const send of [nobody, eve.send]) await expect(404, send('GET', pathOf(made)));
  await expect(404, eve.send('PATCH', pathOf(made), { title: newTitle() }));
  await expect(404, eve.send('POST', pathOf(made, '/publish')));
  await expect(404, eve.send('GET', pathOf(made, '/comments')));
});

it('shows no e-mail on the page of an author, and no draft', async () => {
  const bob = await newUser();
  const made = await post(bob);
  await draft(bob);
  const { body, text } = await nobody('GET', `/users/${bob.id}`);
  assert.equal(body.name, bob.name);
  assert.deepEqual(body.posts.map(({ slug }) => slug), [made.slug]);
  assert.ok(!text.includes('@example.com'));
  await expect(404, nobody('GET', '/users/no-such-user'));
});
