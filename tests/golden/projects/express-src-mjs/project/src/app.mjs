import express from 'express';

export const app = express();

app.use(express.json());

let nextId = 1;
const users = [];

app.get('/health', (req, res) => res.json({ status: 'ok' }));

app.get('/users', (req, res) => {
  res.json(users);
});

app.post('/users', (req, res) => {
  const { name, email } = req.body;
  const user = { id: nextId++, name, email };
  users.push(user);
  res.status(201).location(`/users/${user.id}`).json(user);
});
