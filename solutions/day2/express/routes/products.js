import { Router } from 'express';

import { HttpError, invalid, notAllowed, requireObject } from '../http.js';

const router = Router();

// The keys are the ids as they stand in a path; a Map keeps the order of creation.
const products = new Map();
let lastId = 0;

router.route('/')
  .get((req, res) => {
    const { matches, compare, page, perPage } = readQuery(req.query);
    const found = [...products.values()].filter(matches);
    if (compare) found.sort(compare);
    const start = (page - 1) * perPage;
    res.json({ items: found.slice(start, start + perPage), total: found.length });
  })
  .post(requireObject, (req, res) => {
    const fields = readProduct(req.body);
    lastId += 1;
    const product = { id: lastId, ...fields };
    products.set(String(product.id), product);
    res.status(201).location(`/products/${product.id}`).json(product);
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get((req, res) => {
    res.json(findProduct(req.params.id));
  })
  .put(requireObject, (req, res) => {
    const { id } = findProduct(req.params.id);
    const product = { id, ...readProduct(req.body) };
    products.set(req.params.id, product);
    res.json(product);
  })
  .patch(requireObject, (req, res) => {
    const current = findProduct(req.params.id);
    const product = { ...current, ...readProduct(req.body, { partial: true }) };
    products.set(req.params.id, product);
    res.json(product);
  })
  .delete((req, res) => {
    findProduct(req.params.id);
    products.delete(req.params.id);
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PUT', 'PATCH', 'DELETE'));

function findProduct(id) {
  const product = products.get(id);
  if (!product) throw new HttpError(404, `there is no product ${id}`);
  return product;
}

const RULES = {
  name: { accepts: isName, says: 'must be a text of 1 to 100 characters' },
  price: { accepts: isPrice, says: 'must be a number from 0 on with at most two decimals' },
  category: { accepts: (value) => typeof value === 'string' && value !== '', says: 'must be a non-empty text' },
  in_stock: { accepts: (value) => typeof value === 'boolean', says: 'must be true or false', absent: true },
};

function isName(value) {
  if (typeof value !== 'string') return false;
  const { length } = [...value.trim()]; // characters; a string's own length counts an emoji as two
  return length >= 1 && length <= 100;
}

function isPrice(value) {
  return Number.isFinite(value) && value >= 0 && Number(value.toFixed(2)) === value;
}

/** The fields of a product that a client may set, checked; `partial` allows any of them to be absent. */
function readProduct(body, { partial = false } = {}) {
  const product = {};
  const wrong = {};
  for (const [field, rule] of Object.entries(RULES)) {
    const value = body[field];
    if (value === undefined) {
      if (partial) continue;
      if ('absent' in rule) product[field] = rule.absent;
      else wrong[field] = 'is missing';
    } else if (!rule.accepts(value)) {
      wrong[field] = rule.says;
    } else {
      product[field] = field === 'name' ? value.trim() : value;
    }
  }
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
  return product;
}

// A sort is stable: products that compare as equal stay in the order of creation.
const SORTS = new Map([
  ['price', (a, b) => a.price - b.price],
  ['-price', (a, b) => b.price - a.price],
  ['name', (a, b) => compareText(a.name, b.name)],
  ['-name', (a, b) => compareText(b.name, a.name)],
]);

function compareText(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What a list's query string asks for, checked. A parameter that is given twice arrives as an array. */
function readQuery({ category, min_price, max_price, in_stock, sort, page = '1', per_page = '20' }) {
  const wrong = {};
  if (min_price !== undefined && !isDecimal(min_price)) wrong.min_price = 'must be a number';
  if (max_price !== undefined && !isDecimal(max_price)) wrong.max_price = 'must be a number';
  if (in_stock !== undefined && in_stock !== 'true' && in_stock !== 'false') wrong.in_stock = 'must be true or false';
  if (sort !== undefined && !SORTS.has(sort)) wrong.sort = `must be one of ${[...SORTS.keys()].join(', ')}`;
  if (!isWhole(page) || Number(page) < 1) wrong.page = 'must be a whole number from 1 on';
  if (!isWhole(per_page) || Number(per_page) < 1 || Number(per_page) > 100) {
    wrong.per_page = 'must be a whole number from 1 to 100';
  }
  if (Object.keys(wrong).length > 0) throw invalid(wrong);

  const matches = (product) =>
    (category === undefined || product.category === category) &&
    (min_price === undefined || product.price >= Number(min_price)) &&
    (max_price === undefined || product.price <= Number(max_price)) &&
    (in_stock === undefined || String(product.in_stock) === in_stock);
  return { matches, compare: SORTS.get(sort), page: Number(page), perPage: Number(per_page) };
}

function isDecimal(text) {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function isWhole(text) {
  return /^\d+$/.test(text);
}

export default router;
