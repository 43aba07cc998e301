import express from 'express';

import { HttpError, notAllowed } from './http.js';
import jsonApi from './routes/json-api.js';
import products from './routes/products.js';
import users from './routes/users.js';

const app = express();
app.disable('x-powered-by');

// strict would refuse every body that is not an object or an array.
app.use(express.json({ strict: false, limit: '1mb' }));

app.route('/health')
  .get((req, res) => res.json({ status: 'ok' }))
  .all(notAllowed('GET'));

app.use('/users', users);
app.use('/products', products);
app.use('/', jsonApi);

app.use((req) => {
  throw new HttpError(404, `there is nothing at ${req.path}`);
});

// Express knows an error handler by its four parameters. Errors of Express itself (a broken body, a body that is
// too large, a broken %-escape in the path) carry a status as well; whatever has none is a mistake of ours.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error.status >= 400 && error.status < 500) {
    return res.status(error.status).json({ error: error.message || 'bad request', fields: error.fields });
  }
  console.error(error);
  res.status(500).json({ error: 'internal server error' });
});

export default app;
