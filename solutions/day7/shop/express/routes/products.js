// /products: everybody may look, admins write. The list is in catalog.js.
import { Router } from 'express';
import { z } from 'zod';

import { admins } from '../auth.js';
import { listProducts, wishes } from '../catalog.js';
import { db, insert } from '../db.js';
import { HttpError, notAllowed, readId, requireJson } from '../http.js';
import { amount, price } from '../money.js';
import { read, text, written } from '../rules.js';

const router = Router();

const FIELDS = {
  name: z.string().trim().pipe(text(1, 100)),
  description: text(0, 5000),
  category: written(1, 100),
  price,
  stock: z.int().min(0).max(1_000_000),
};

const newProduct = z.object({
  ...FIELDS,
  description: FIELDS.description.default(''),
  stock: FIELDS.stock.default(0),
});

// Made of the fields without defaults, so that what is absent stays as it is.
const changes = z.object(FIELDS).partial();

router.route('/')
  .get(async (req, res) => {
    const { items, total } = await listProducts(read(wishes, req.query));
    res.json({ items: items.map(shown), total });
  })
  .post(admins, requireJson, async (req, res) => {
    const row = columnsOf(read(newProduct, req.body));
    const id = await insert('products', row);
    res.status(201).location(`/products/${id}`).json(shown({ id, ...row }));
  })
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  .get(async (req, res) => {
    res.json(shown(await find(req.params.id)));
  })
  .patch(admins, requireJson, async (req, res) => {
    const { id } = await find(req.params.id);
    const row = columnsOf(read(changes, req.body));
    // Only what the body names is written: a stock that falls meanwhile is not put back to what it was.
    if (Object.keys(row).length > 0) await db('products').where({ id }).update(row);
    res.json(shown(await find(req.params.id)));
  })
  // It goes out of all carts with it: see tables.js. Orders have names and prices of their own.
  .delete(admins, async (req, res) => {
    const { id } = await find(req.params.id);
    await db('products').where({ id }).delete();
    res.status(204).end();
  })
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

function columnsOf({ price: price_cents, ...fields }) {
  return price_cents === undefined ? fields : { ...fields, price_cents };
}

function shown({ id, name, description, category, price_cents, stock }) {
  return { id, name, description, category, price: amount(price_cents), stock };
}

async function find(text) {
  const product = await db('products').where({ id: readId(text) }).first();
  if (!product) throw new HttpError(404, `there is no product ${text}`);
  return product;
}

export default router;
