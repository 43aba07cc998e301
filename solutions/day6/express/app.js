import { join } from 'node:path';

import cors from 'cors';
import express from 'express';

import { isUnreachable, tables } from './db.js';
import { HttpError } from './http.js';
import health from './routes/health.js';
import todos from './routes/todos.js';

const app = express();
app.disable('x-powered-by');

// A platform's proxy speaks HTTPS to the world and HTTP to us. What it says about that (X-Forwarded-Proto) is
// believed, from the one proxy that is in front: then the url of a todo begins with https, as it must.
app.set('trust proxy', 1);

// No browser is to take a text for a script.
app.use((req, res, next) => {
  res.set('X-Content-Type-Options', 'nosniff');
  next();
});

// The page: index.html at /, and what it names. This folder holds nothing else, so nothing else can be fetched.
app.use(express.static(join(import.meta.dirname, 'public')));

// strict would refuse every body that is not an object or an array, as if it were no JSON at all.
app.use(express.json({ strict: false, limit: '1mb' }));

app.use('/health', health);

// The origins whose pages may use /todos besides our own. cors() answers the preflights too, so it comes first.
const origins = (process.env.CORS_ORIGINS ?? '').split(',').map((origin) => origin.trim()).filter(Boolean);

app.use('/todos', cors({ origin: origins }), withTables, todos);

async function withTables(req, res, next) {
  await tables();
  next();
}

app.use((req) => {
  throw new HttpError(404, `there is nothing at ${req.path}`);
});

// Express knows an error handler by its four parameters. Errors of Express itself (a broken body, a body that is
// too large, a broken %-escape in the path) carry a status as well; whatever has none is a mistake of ours, or
// comes from the database.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error.status >= 400 && error.status < 500) {
    return res.status(error.status).json({ error: error.message || 'bad request', fields: error.fields });
  }
  console.error(error);
  if (isUnreachable(error)) return res.status(503).json({ error: 'the database does not answer, try again later' });
  res.status(500).json({ error: 'internal server error' });
});

export default app;
