// Users for the tests, each with an account that the server has never seen.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const BASE_URL = process.env.BASE_URL ?? 'http://127.0.0.1:8080';

export const GOOD = { title: 'Water the plants', completed: false, due: '2030-05-17', tags: ['home', 'garden'] };

/** Somebody who sends requests: nobody, unless there are headers of a login. It gives status, headers and body. */
export function client(who = {}) {
  return async (method, path, body) => {
    const options = { method, headers: { ...who }, signal: AbortSignal.timeout(5000) };
    if (body !== undefined) {
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
    }
    const reply = await fetch(new URL(path, BASE_URL), options);
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text, body: text ? JSON.parse(text) : undefined };
  };
}

export const nobody = client();

/** Somebody new, who is logged in: with a token if there is one, else with a cookie. */
export async function newUser() {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID(), name: 'Ada' };
  assert.equal((await nobody('POST', '/auth/register', account)).status, 201);
  const reply = await nobody('POST', '/auth/login', account);
  assert.equal(reply.status, 200);
  const token = reply.body.access_token;
  const cookies = reply.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const call = client(token ? { Authorization: `Bearer ${token}` } : { Cookie: cookies.join('; ') });

  async function make(fields) {
    const { status, body } = await call('POST', '/todos', { ...GOOD, ...fields });
    assert.equal(status, 201);
    return body;
  }

  async function list(params = {}) {
    const { status, body } = await call('GET', `/todos?${new URLSearchParams(params)}`);
    assert.equal(status, 200);
    return body;
  }

  const read = (todo) => call('GET', `/todos/${todo.id}`);
  const titles = async (params) => (await list(params)).items.map(({ title }) => title);
  return { account, call, make, list, read, titles };
}
