// A first API: a greeting, greetings in four languages, the time, and a counter.

const { Router } = require('express');

const router = Router();
const GREETINGS = new Map([
  ['en', 'Hello'],
  ['es', 'Hola'],
  ['fr', 'Bonjour'],
  ['de', 'Hallo'],
]);
let visits = 0;

router.get('/hello', (req, res) => res.json({ message: 'Hello, World!' }));

router.post('/greetings', (req, res) => {
  const { name, language } = req.body ?? {};
  const fields = {};
  if (typeof name !== 'string' || name === '') fields.name = 'must be a text';
  if (!GREETINGS.has(language)) fields.language = `must be one of ${[...GREETINGS.keys()].join(', ')}`;
  const wrong = Object.entries(fields);
  if (wrong.length > 0) {
    return res.status(422).json({ error: wrong.map((pair) => pair.join(' ')).join('; '), fields });
  }
  return res.status(201).json({ greeting: `${GREETINGS.get(language)}, ${name}!` });
});

router.get('/time', (req, res) => res.json({ now: new Date().toISOString() }));

router.get('/visits', (req, res) => {
  visits += 1; // one handler at a time runs in Node, and this one never waits in the middle
  res.json({ visits });
});

module.exports = router;
