// Money. Inside it is whole cents, which can be added up without a rest; outside a JSON number with two decimals.
import { z } from 'zod';

const DEAREST = 1_000_000;

const hasTwoDecimals = (price) => Number(price.toFixed(2)) === price;

/** A price: the cents. 19.99 * 100 is 1998.9999999999998, so it is rounded, and not cut off. */
export const price = z.number().min(0).max(DEAREST)
  .refine(hasTwoDecimals, 'must have at most two decimals')
  .transform((value) => Math.round(value * 100));

/** As answers have it. */
export const amount = (cents) => cents / 100;

/** The amount of all these items. */
export const totalOf = (items) => amount(items.reduce((sum, item) => sum + item.price_cents * item.quantity, 0));

/** A limit in a query: the cents. Where it has more than two decimals, `rounding` makes whole ones of it. */
const limit = (rounding) => z.string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'must be a number')
  .transform((word) => {
    const value = Math.max(-1, Math.min(Number(word), 2 * DEAREST)); // beyond them nothing changes any more
    return hasTwoDecimals(value) ? Math.round(value * 100) : rounding(value * 100);
  });

export const atLeast = limit(Math.ceil);
export const atMost = limit(Math.floor);
