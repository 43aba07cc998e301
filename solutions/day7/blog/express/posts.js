// Posts: who sees them, and what they look like.
import { db } from './db.js';
import { HttpError } from './http.js';
import { SLUG } from './slugs.js';

/** The post at this slug, if the user (or null, for nobody) sees it. All below /posts/:slug begins here. */
export async function find(slug, user) {
  const post = SLUG.test(slug) ? await withAuthor('posts').where({ slug }).first() : undefined;
  // 403 would tell that there is a draft.
  if (!post || (!post.published_at && !isBy(post, user))) throw new HttpError(404, `there is no post ${slug}`);
  return post;
}

/** The same for who wants to change it. */
export async function findMine(slug, user) {
  const post = await find(slug, user);
  if (!isBy(post, user)) throw new HttpError(403, 'this post is somebody else\'s');
  return post;
}

/** Whether a post or a comment is by this user. */
export const isBy = ({ author_id }, user) => author_id === user?.id;

/** Published posts, the newest first. Those of one moment have an order, too, and it is the same each time. */
export function published() {
  return withAuthor('posts')
    .whereNotNull('published_at')
    .orderBy([{ column: 'published_at', order: 'desc' }, { column: 'posts.id', order: 'desc' }]);
}

/** A query of posts or comments that brings along who wrote them. */
export function withAuthor(table) {
  return db(table).join('users', 'users.id', `${table}.author_id`).select(`${table}.*`, 'users.name as author_name');
}

/** Who wrote it, as everybody may see it: the e-mail is nobody's business. */
export function author({ author_id, author_name }) {
  return { id: author_id, name: author_name };
}

/** Posts as clients see them: one query more for the tags of all, and not one for each post. */
export async function shownPosts(posts) {
  const tags = new Map(posts.map(({ id }) => [id, []]));
  for (const { post_id, tag } of await tagsOf([...tags.keys()])) tags.get(post_id).push(tag);
  return posts.map((post) => shown(post, tags.get(post.id)));
}

export async function shownPost(post) {
  const [one] = await shownPosts([post]);
  return one;
}

/** An author may have very many posts, and a query only so many values. */
async function tagsOf(ids) {
  const most = 1000;
  const found = [];
  for (let start = 0; start < ids.length; start += most) {
    found.push(...await db('post_tags').whereIn('post_id', ids.slice(start, start + most)).orderBy('tag'));
  }
  return found;
}

function shown(post, tags) {
  const { slug, title, body, created_at, updated_at, published_at } = post;
  const status = published_at ? 'published' : 'draft';
  return { slug, title, body, tags, status, author: author(post), created_at, updated_at, published_at };
}
