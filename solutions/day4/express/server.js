import app from './app.js';
import { createTables } from './db.js';

const port = Number(process.env.PORT) || 8080;

// Without its tables the app is of no use: when this fails, Node prints the reason and stops.
await createTables();

app.listen(port, '0.0.0.0', (error) => {
  if (error) throw error;
  console.log(`listening on 0.0.0.0:${port}`);
});
