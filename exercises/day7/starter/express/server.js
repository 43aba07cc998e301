import app from './app.js';
import { settings } from './settings.js';
import { createTables } from './tables.js';

// Without its tables the app is of no use: when this fails, Node prints the reason and stops.
await createTables();

app.listen(settings.PORT, '0.0.0.0', (error) => {
  if (error) throw error;
  console.log(`listening on 0.0.0.0:${settings.PORT}`);
});
