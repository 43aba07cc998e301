// Every setting of the app, read once, at the start: whatever is wrong is said then, and not when a customer meets it.
import { existsSync } from 'node:fs';

import { z } from 'zod';

// Node's own reader of .env leaves alone what stands in the environment already. In production there is no such file.
if (existsSync('.env')) process.loadEnvFile('.env');

const wholeNumber = (least, most) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number)
    .refine((number) => number >= least && number <= most, `must be from ${least} to ${most}`);

// Boolean('false') is true, as of every text that is not empty; so the words are named here.
const yesOrNo = z.stringbool({
  truthy: ['true', '1', 'yes', 'on'],
  falsy: ['false', '0', 'no', 'off'],
  error: 'must be true or false',
});

const level = z.string().toLowerCase().transform((name) => (name === 'warn' ? 'warning' : name))
  .pipe(z.enum(['debug', 'info', 'warning', 'error']));

const SETTINGS = z.object({
  PORT: wholeNumber(1, 65_535).default(8080),
  APP_ENV: z.enum(['development', 'production']).default('development'),
  SECRET_KEY: z.string().optional(),
  DATABASE_URL: z.string().optional(), // without it, db.js takes a file beside the code
  MAX_PAGE_SIZE: wholeNumber(1, 1_000_000).default(100),
  DEBUG: yesOrNo.default(false),
  FEATURE_EXPORT: yesOrNo.default(false),
  LOG_LEVEL: level.default('info'),
  UPLOAD_DIR: z.string().default('uploads'),
  MAIL_FROM: z.string().default('helpdesk@localhost'),
  SMTP_HOST: z.string().default('127.0.0.1'),
  SMTP_PORT: wholeNumber(1, 65_535).default(25),
});

/** The settings that an environment gives, or an error that names each setting that is wrong. */
export function readSettings(environment) {
  // NAME= in a shell or in .env means the same as no NAME at all.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = SETTINGS.safeParse(given);
  const issues = error?.issues ?? [];
  const wrong = issues.map(({ path: [name], message }) => `${name} ${message}, and it is '${given[name]}'`);
  if (given.APP_ENV === 'production' && !given.SECRET_KEY) {
    wrong.push('SECRET_KEY is missing: in production it must be set');
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  // DEBUG shows what helps a developer, and a burglar as well. In production it is off, whoever left it on.
  return Object.freeze({ ...data, DEBUG: data.DEBUG && data.APP_ENV !== 'production' });
}

function readOrStop() {
  try {
    return readSettings(process.env);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

export const settings = readOrStop();
