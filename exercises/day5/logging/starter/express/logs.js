// The log: one JSON object a line on standard output.
//
// The package pino writes such lines:
//   const logger = pino({ level: 'info' });
//   logger.info({ status: 200 }, 'a message')     {"level":30,"time":1769868187142,…,"status":200,"msg":"a message"}
//   logger.child({ request_id: '…' })             a logger that adds this to each line
// Not all of its names are ours: see messageKey, timestamp, formatters.level and base in its documentation.
import { settings } from './settings.js';

// TODO logging.json: a pino in the place of the console.
// TODO logging.levels: settings.LOG_LEVEL, in any case. pino says warn for warning, and refuses a level that it doesn't
// know.
export const logger = console;

/** Middleware: gives each request its log, in req.log, and writes one line when it has been answered. */
export function logRequests(req, res, next) {
  req.log = logger;
  // TODO logging.json: res.on('close', () => …) calls you when the answer is out. Exactly one line then, with method,
  // path, status (res.statusCode), duration_ms (performance.now() is a clock), request_id (req.id: middleware.js).
  // TODO logging.levels: at error for 5xx, warn for 4xx, else info.
  // TODO logging.secrets: is there anything in this line that nobody should read?
  // TODO logging.injection: and can a client write a line of its own into the log?
  logger.log(`${req.method} ${req.originalUrl} ${JSON.stringify(req.headers)}`);
  next();
}
