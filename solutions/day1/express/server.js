// Day 1: a first server. Start it with `npm start`.

const express = require('express');

const helloApi = require('./routes/hello-api');
const pages = require('./routes/pages');

const app = express();
app.use(express.json());

app.get('/health', (req, res) => res.json({ status: 'ok' }));
app.use('/', pages);
app.use('/api', helloApi);

app.use((req, res) => res.status(404).json({ error: 'there is nothing at this address' }));

// Express knows an error handler by its four parameters.
app.use((error, req, res, next) => {
  const status = error.status ?? 500;
  if (status === 500) console.error(error);
  res.status(status).json({ error: status === 500 ? 'something went wrong here' : error.message });
});

app.listen(Number(process.env.PORT) || 8080, '0.0.0.0');
