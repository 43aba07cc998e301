// `node server.js` starts the app, and `node --watch server.js` starts it anew whenever you save a file.
//
// TODO deploy.port: say how the app is started in production, in one of the three places that the text names. The
// shortest is package.json: "scripts": { "start": "exec node server.js" }. Is the port right, and the host?
// TODO deploy.server: no --watch and no nodemon there.
// TODO deploy.platform: the file of one platform, with the same command: render.yaml, a Procfile with "engines" in
// package.json, …
// TODO deploy.image: if you like, a Dockerfile and a .dockerignore.
import app from './app.js';
import { db, createTables } from './db.js';

const port = Number(process.env.PORT) || 8080;

// TODO deploy.cold-start: what is awaited here, everybody waits for who wakes the server. Keep it short.
await createTables();

const server = app.listen(port, '0.0.0.0', (error) => {
  if (error) throw error;
  console.log(`listening on 0.0.0.0:${port}`);
});

// TODO deploy.sigterm: Node ends at once when SIGTERM comes, with all that is under way. Listen to it, and
//   - take no new requests, and wait for those that have begun: server.close(callback) does both;
//   - connections that are kept open for a next request hold close() up: server.closeIdleConnections() closes those
//     that have nothing under way, at that moment;
//   - then close the connections to the database (db.destroy()), and end: process.exit(0).
