// Every setting of the app. The rest of the code asks this module, and never process.env.
//
// TODO config.precedence: read the file .env first, if there is one. process.loadEnvFile('.env') is Node's own reader;
// it leaves alone what is in the environment already.
//
// TODO config.types: everything in process.env is a text, and Boolean('false') is true. A text that is no whole number,
// or neither yes nor no, stops the start: console.error() says what is wrong with which setting, then process.exit(1).
// Be strict: Number('') is 0, and parseInt('25x') is 25. zod can help, as in rules.js, or two small functions of yours.
//
// TODO config.example: write .env.example, with all the names and no secret.
export const settings = {
  // TODO config.port: a port that is no whole number from 1 to 65535 stops the start. What does this line do with
  // 'abc'?
  PORT: Number(process.env.PORT) || 8080,
  APP_ENV: process.env.APP_ENV || 'development',
  // TODO config.required: whoever reads this line knows the key. In production there must be one in the environment:
  // else the app says so on standard error, and ends. In development it may be absent.
  SECRET_KEY: process.env.SECRET_KEY || 'not-so-secret',
  DATABASE_URL: process.env.DATABASE_URL || undefined, // without it, db.js takes a file beside the code
  MAX_PAGE_SIZE: 100, // TODO config.change: what the environment says. rules.js should use it.
  // TODO config.production: in production it is off, whatever the environment says. problems.js uses it.
  DEBUG: Boolean(process.env.DEBUG),
  FEATURE_EXPORT: false, // TODO config.change: what the environment says. It is for routes/export.js.
  LOG_LEVEL: process.env.LOG_LEVEL || 'info',
  UPLOAD_DIR: process.env.UPLOAD_DIR || 'uploads',
  MAIL_FROM: process.env.MAIL_FROM || 'helpdesk@localhost',
  SMTP_HOST: process.env.SMTP_HOST || '127.0.0.1',
  SMTP_PORT: Number(process.env.SMTP_PORT) || 25,
};
