import express from 'express';

import { HttpError } from './http.js';
import jsonApi from './routes/json-api.js';
import products from './routes/products.js';
import users from './routes/users.js';

const app = express();
app.disable('x-powered-by');

// Reads a JSON body into req.body.
// TODO json.echo: a body may be any JSON value, also a bare null or a number. Which option allows that?
app.use(express.json());

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.use('/users', users);
app.use('/products', products);
app.use('/', jsonApi);

// Whatever no route answered arrives here.
app.use((req) => {
  throw new HttpError(404, `there is nothing at ${req.path}`);
});

// Whatever a handler threw arrives here: Express knows an error handler by its four parameters.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error instanceof HttpError) {
    return res.status(error.status).json({ error: error.message, fields: error.fields });
  }
  // TODO json.malformed: an error of Express itself (a body that is no JSON, for one) lands here as well and is
  // not the server's fault. Look at what such an error carries (console.log it) and answer accordingly.
  console.error(error);
  res.status(500).json({ error: 'internal server error' });
});

export default app;
