// settings.js comes first: with a setting that is wrong, nothing else needs to begin.
import { settings } from './settings.js';
import app from './app.js';
import { createTables } from './db.js';
import { logger } from './logs.js';

// Without its tables the app is of no use: when this fails, Node prints the reason and stops.
await createTables();

app.listen(settings.PORT, '0.0.0.0', (error) => {
  if (error) throw error;
  logger.info({ port: settings.PORT, environment: settings.APP_ENV }, 'listening');
});
