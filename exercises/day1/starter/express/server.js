// Day 1: your first server. Start it with `npm start`, once there is a package.json.
//
// A handler gets the request and the response: `res.json({ colour: 'red' })` answers with JSON, `res.send('<p>…')`
// with HTML, `res.status(202)` before either sets the status, `res.location('/somewhere')` a header. Each handler below
// answers "not implemented yet": take them one by one.

// TODO setup.dependencies: this project uses Express, and nothing says so. `npm init -y` makes a package.json,
//   `npm install express` writes the dependency into it. Then give it a script: "start": "node server.js".
const express = require('express');

const app = express();
app.use(express.json()); // makes req.body of a JSON body

// What every handler answers until you write it. When nothing uses it any more, delete it.
const notYet = (req, res) => res.status(501).json({ error: 'not implemented yet' });

// TODO setup.health: tell whoever asks that all is well, as JSON.
app.get('/health', notYet);

// TODO routing.home: a page for people, in HTML, with one <h1>.
app.get('/', notYet);

// TODO routing.path: greet whoever stands in the path: req.params.name.
app.get('/hello/:name', notYet);

// TODO routing.query: req.query has what stands behind the question mark, as texts.
app.get('/search', notYet);
// TODO routing.method: Express answers DELETE /search with 404, as if there were nothing. `.all` on the same address,
//   after `.get`, catches every other method.

// TODO routing.post: all messages so far, in order; and a new one: keep it, answer 201 with it and its address.
app.get('/messages', notYet);
app.post('/messages', notYet);

// TODO routing.structure: when this file gets long, move handlers into a file of their own, as an express.Router().

// TODO hello-api.hello
app.get('/api/hello', notYet);
// TODO hello-api.greet: in four languages.
app.post('/api/greetings', notYet);
// TODO hello-api.time
app.get('/api/time', notYet);
// TODO hello-api.visits
app.get('/api/visits', notYet);

// TODO routing.not-found: Express answers an unknown address with a page of HTML. Programs want JSON:
//   a handler after all others, `app.use((req, res) => …)`, gets what none of them took.

// TODO setup.starts: this listens where nobody but your own machine can reach it, and at a port that is written down
//   here. It should be 0.0.0.0 and the port in process.env.PORT, or 8080 where there is none.
app.listen(8080, '127.0.0.1');
