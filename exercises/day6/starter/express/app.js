// Day 6: the Todo backend of day 3. Its routes are finished; what is missing is a page, and all that a server needs out
// in the world. Look for TODO, here, in server.js, in routes/health.js and in public/.
import cors from 'cors';
import express from 'express';

import { isUnreachable } from './db.js';
import { HttpError } from './http.js';
import health from './routes/health.js';
import todos from './routes/todos.js';

// TODO online.production: Express tells everybody that it is Express, in the header X-Powered-By: switch that off
// (app.disable). And every answer has X-Content-Type-Options: nosniff, so set it in front of everything else.
// TODO online.contract: on a platform a proxy speaks HTTPS to the world and HTTP to us. Unless Express may believe what
// the proxy says (app.set('trust proxy', …)), each todo's url begins with http:// there.
const app = express();

// TODO frontend.page: serve the files in public/, which has index.html in it: express.static does that.

// strict would refuse every body that is not an object or an array, as if it were no JSON at all.
app.use(express.json({ strict: false, limit: '1mb' }));

app.use('/health', health);

// TODO frontend.cors: pages of any origin may call /todos, as on day 3. Now only those may whose origin is in the
// environment variable CORS_ORIGINS (several have commas between them); without it, none. cors() takes { origin: […] }.
app.use('/todos', cors(), todos);

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
