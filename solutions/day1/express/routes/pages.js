// Routing: a page, a path with a name in it, a query, and messages that live in memory.

const { Router } = require('express');

const router = Router();
const messages = [];

router.get('/', (req, res) => res.send('<!doctype html><title>Day 1</title><h1>It works</h1>'));

router.get('/hello/:name', (req, res) => res.json({ message: `Hello, ${req.params.name}!` }));

router
  .route('/search')
  .get((req, res) => {
    const { q = '', limit = '10' } = req.query;
    const fields = {};
    if (typeof q !== 'string' || q === '') fields.q = 'must not be empty';
    if (!/^[0-9]{1,3}$/.test(limit) || limit < 1 || limit > 100) {
      fields.limit = 'must be a whole number from 1 to 100';
    }
    if (Object.keys(fields).length > 0) {
      return res.status(422).json({ error: 'the query is not valid', fields });
    }
    return res.json({ q, limit: Number(limit) });
  })
  .all((req, res) => res.status(405).set('Allow', 'GET, HEAD').json({ error: 'this does not work here' }));

router
  .route('/messages')
  .get((req, res) => res.json(messages))
  .post((req, res) => {
    const text = req.body?.text;
    if (typeof text !== 'string' || text === '') {
      return res.status(422).json({ error: 'the message is not valid', fields: { text: 'must be a text' } });
    }
    const message = { id: messages.length + 1, text };
    messages.push(message);
    return res.status(201).location(`/messages/${message.id}`).json(message);
  });

router.get('/messages/:id', (req, res) => {
  const message = messages.find(({ id }) => String(id) === req.params.id);
  if (!message) return res.status(404).json({ error: 'there is no such message' });
  return res.json(message);
});

module.exports = router;
