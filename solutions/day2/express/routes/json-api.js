import { Router } from 'express';

import { HttpError, invalid, isObject, notAllowed, requireJson, requireObject } from '../http.js';

const router = Router();

router.route('/echo')
  .post(requireJson, (req, res) => {
    try {
      res.json({ received: req.body });
    } catch (error) {
      // JSON.parse reads a deeper nesting than JSON.stringify can write.
      if (error instanceof RangeError) throw new HttpError(422, 'the body is nested too deeply');
      throw error;
    }
  })
  .all(notAllowed('POST'));

router.route('/stats')
  .post(requireObject, (req, res) => {
    const { numbers } = req.body;
    if (!Array.isArray(numbers) || !numbers.every(Number.isFinite)) {
      throw invalid({ numbers: 'must be an array of numbers' });
    }
    const count = numbers.length;
    if (count === 0) return res.json({ count: 0, sum: 0, mean: null, min: null, max: null });

    const sum = numbers.reduce((a, b) => a + b);
    if (!Number.isFinite(sum)) throw invalid({ numbers: 'are too large to be added up' });
    // reduce, because Math.min(...numbers) fails on a very long array
    const min = numbers.reduce((a, b) => Math.min(a, b));
    const max = numbers.reduce((a, b) => Math.max(a, b));
    res.json({ count, sum, mean: sum / count, min, max });
  })
  .all(notAllowed('POST'));

router.route('/orders/total')
  .post(requireObject, (req, res) => {
    const { items, percent } = readOrder(req.body);
    const total = orderTotal(items, percent);
    if (!Number.isFinite(total)) throw invalid({ items: 'come to more than can be written as a number' });
    res.json({ total });
  })
  .all(notAllowed('POST'));

/** The order's items and the discount in percent, checked. */
function readOrder({ items, discount = { percent: 0 } }) {
  const wrong = {};
  if (!Array.isArray(items) || !items.every(isItem)) {
    wrong.items = 'must be an array of objects with a price from 0 on and a whole quantity from 1 on';
  }
  if (!isObject(discount) || !isPercent(discount.percent)) {
    wrong.discount = 'must be an object with a percent from 0 to 100';
  }
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
  return { items, percent: discount.percent };
}

function isItem(item) {
  return isObject(item) && Number.isFinite(item.price) && item.price >= 0
    && Number.isInteger(item.quantity) && item.quantity >= 1;
}

function isPercent(value) {
  return Number.isFinite(value) && value >= 0 && value <= 100;
}

/**
 * The sum of price times quantity, less the discount, rounded half-up to the cent.
 *
 * A float can't hold most decimal amounts (1.005 is really 1.00499999999999989…), so the sum is made of integers:
 * every amount is written as digits * 10^-scale.
 */
function orderTotal(items, percent) {
  const amounts = items.map(({ price, quantity }) => times(decimal(price), decimal(quantity)));
  const rest = subtract(decimal(100), decimal(percent));
  const total = times(amounts.reduce(add, decimal(0)), rest);
  // total is in hundredths, because the percentage is: its digits with no decimals are the cents.
  return Number(`${roundHalfUp(total)}e-2`);
}

function decimal(number) {
  const [mantissa, exponent = '0'] = String(number).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function times(a, b) {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

function add(a, b) {
  const scale = Math.max(a.scale, b.scale);
  return { digits: rescaled(a, scale) + rescaled(b, scale), scale };
}

function subtract(a, b) {
  return add(a, { digits: -b.digits, scale: b.scale });
}

function rescaled({ digits, scale }, wanted) {
  return digits * 10n ** BigInt(wanted - scale);
}

/** The nearest whole number of an amount that is not negative. */
function roundHalfUp({ digits, scale }) {
  const one = 10n ** BigInt(scale);
  return (2n * digits + one) / (2n * one);
}

export default router;
