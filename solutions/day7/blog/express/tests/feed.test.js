// What everybody reads: the feed and the tags.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';

import { draft, expect, newTag, newUser, nobody, pathOf, post, read, titles, walk } from './blog.js';

let ada;

before(async () => {
  ada = await newUser();
});

/** As many drafts of one tag, the last one published first: the titles, as the feed must have them. */
async function publishBackwards(tag, count) {
  const drafts = [];
  while (drafts.length < count) drafts.push(await draft(ada, { tags: [tag] }));
  for (const one of drafts.toReversed()) await expect(200, ada.send('POST', pathOf(one, '/publish')));
  return titles(drafts);
}

it('has the newest published first, and each once, however long the pages are', async () => {
  const tag = newTag();
  const newest = await publishBackwards(tag, 5);
  for (const limit of [1, 2, 5, 100]) assert.deepEqual(await walk({ tag, limit }), newest);
});

it('goes on where it was when others publish meanwhile', async () => {
  const tag = newTag();
  const old = await draft(ada, { tags: [tag] });
  const newest = await publishBackwards(tag, 3);
  const first = await read(`/posts?tag=${tag}&limit=2`);
  await expect(200, ada.send('POST', pathOf(old, '/publish')));
  const cursor = encodeURIComponent(first.next_cursor);
  const second = await read(`/posts?tag=${tag}&limit=2&cursor=${cursor}`);
  assert.deepEqual(titles([...first.items, ...second.items]), newest);
});

it('refuses pages that are none', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=many', 'cursor=nonsense']) {
    await expect(422, nobody('GET', `/posts?${query}`));
  }
});

it('finds and counts published posts by just this tag', async () => {
  const tag = newTag();
  const made = await post(ada, { tags: [tag, 'news'] });
  await post(ada, { tags: [`${tag}s`] });
  await draft(ada, { tags: [tag] });
  assert.deepEqual(await walk({ tag }), [made.title]);
  const found = (await read('/tags')).filter((entry) => entry.tag === tag);
  assert.deepEqual(found.map(({ count }) => count), [1]);
});

it('forgets tags that a post has no more', async () => {
  const [tag, other] = [newTag(), newTag()];
  const made = await post(ada, { tags: [tag] });
  await expect(200, ada.send('PATCH', pathOf(made), { tags: [other] }));
  assert.deepEqual([await walk({ tag }), await walk({ tag: other })], [[], [made.title]]);
  assert.ok((await read('/tags')).every((entry) => entry.tag !== tag));
});
