// Who the tests are, and what they need. They are for any server that keeps the contract; where it is, BASE_URL says.
//
//   BASE_URL=http://127.0.0.1:8080 npm test
//
// Each test makes what it needs, with titles and tags of its own; e-mails are new each time.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const { BASE_URL = 'http://127.0.0.1:8080' } = process.env;

/** A function that sends requests: as nobody, unless there are headers of a login. */
function client(who = {}) {
  return async (method, path, body) => {
    const options = { method, headers: { ...who }, signal: AbortSignal.timeout(5000) };
    if (body !== undefined) {
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
    }
    const reply = await fetch(BASE_URL + path, options);
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text, body: text ? JSON.parse(text) : undefined };
  };
}

export const nobody = client();

/** Somebody new, logged in with a token or with cookies, whichever the server gives: `ada.send('GET', '/me')`. */
export async function newUser() {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID(), name: `Ada ${randomUUID()}` };
  const { id } = await expect(201, nobody('POST', '/auth/register', account));
  const reply = await nobody('POST', '/auth/login', account);
  const { access_token } = await expect(200, reply);
  return { id, email: account.email, name: account.name, send: client(credentials(access_token, reply.headers)) };
}

function credentials(token, headers) {
  if (token) return { Authorization: `Bearer ${token}` };
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const csrf = cookies.find((cookie) => cookie.startsWith('csrftoken='));
  return { Cookie: cookies.join('; '), ...(csrf && { 'X-CSRFToken': csrf.split('=')[1] }) };
}

/** The answer must have this status; gives its body. */
export async function expect(status, reply) {
  const { status: got, body, text } = await reply;
  assert.equal(got, status, text);
  return body;
}

export const newTitle = () => `About ${randomUUID()}`;
export const newTag = () => `t-${randomUUID().slice(0, 20)}`;

export const pathOf = ({ slug }, below = '') => `/posts/${slug}${below}`;

/** A new draft. */
export function draft(author, fields = {}) {
  return expect(201, author.send('POST', '/posts', { title: newTitle(), body: 'It *works*.', ...fields }));
}

/** A new post that everybody sees. */
export async function post(author, fields = {}) {
  const made = await draft(author, fields);
  await expect(200, author.send('POST', pathOf(made, '/publish')));
  return made;
}

/** A new comment: its path. */
export async function comment(author, on, body = 'Well said!') {
  const { id } = await expect(201, author.send('POST', pathOf(on, '/comments'), { body }));
  return pathOf(on, `/comments/${id}`);
}

export const read = (path, reader = { send: nobody }) => expect(200, reader.send('GET', path));

/** The titles of all posts that a walk through the feed finds, page by page. */
export async function walk(parameters) {
  const found = [];
  let cursor = {};
  for (let pages = 0; pages < 100; pages += 1) {
    const { items, next_cursor } = await read(`/posts?${new URLSearchParams({ ...parameters, ...cursor })}`);
    found.push(...titles(items));
    if (next_cursor === null) return found;
    cursor = { cursor: next_cursor };
  }
  throw new Error('the feed has no end');
}

export const titles = (posts) => posts.map(({ title }) => title);
