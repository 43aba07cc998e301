// The log: one JSON object a line on standard output. Where the lines go from there (a file, a search engine) is up to
// whoever runs the app.
import pino from 'pino';

import { settings } from './settings.js';

export const logger = pino({
  level: settings.LOG_LEVEL === 'warning' ? 'warn' : settings.LOG_LEVEL, // pino's word for it
  base: undefined, // no process number and host name: whoever collects the lines knows where they come from
  messageKey: 'message',
  timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) }, // the word; pino's own is a number
});

/** Middleware: gives every request a log with its id in each line, and writes one line when it has been answered. */
export function logRequests(req, res, next) {
  const began = performance.now();
  req.log = logger.child({ request_id: req.id });
  // 'close' comes for answers that were sent, and for those that a client didn't wait for.
  res.on('close', () => {
    // No headers, no body, no query: passwords and tokens travel in all three. JSON writes a newline as \n, so that
    // no path can begin a line of its own.
    const [path] = req.originalUrl.split('?');
    const line = { method: req.method, path, status: res.statusCode, duration_ms: rounded(performance.now() - began) };
    req.log[levelOf(res.statusCode)](line, 'request');
  });
  next();
}

function levelOf(status) {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

const rounded = (milliseconds) => Math.round(milliseconds * 1000) / 1000;
