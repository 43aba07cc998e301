import app from './app.js';
import { db, tables } from './db.js';

const port = Number(process.env.PORT) || 8080;

// A database that is not there yet is no reason to give up: /health/ready says so, and the tables are made later.
await tables().catch((error) => console.error(`the tables can't be made yet: ${error.message}`));

const server = app.listen(port, '0.0.0.0', (error) => {
  if (error) throw error;
  console.log(`listening on 0.0.0.0:${port}`);
});

/** Takes no new requests, finishes those that have begun, and ends. */
function stop() {
  server.close(async () => {
    await db.destroy();
    process.exit(0);
  });
  // Browsers and proxies keep connections open for their next request; close() waits for them as well. So those
  // that have nothing under way are closed, again and again, as each request comes to its end.
  setInterval(() => server.closeIdleConnections(), 100);
}

process.once('SIGTERM', stop); // the platform wants this process to end
process.once('SIGINT', stop); // Ctrl+C
