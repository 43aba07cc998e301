// The products. A product is {"id", "name", "price", "category", "in_stock"}; they live in memory.
import { Router } from 'express';

import { HttpError, notImplemented, requireJson } from '../http.js';

const router = Router();

// TODO resources.bulk: choose a store that keeps hundreds of products apart and in the order of their creation.

router.route('/')
  .get((req, res) => {
    // Everything after the ? is in req.query, always as strings.
    // TODO resources.read: answer {"items": [...], "total": N}.
    // TODO resources.filter: ?category= ?min_price= ?max_price= ?in_stock= leave out what doesn't match all of them.
    // TODO resources.sort: ?sort=price, ?sort=-price, ?sort=name; any other field is 422.
    // TODO resources.page: ?page= (1 when absent) and ?per_page= (20 when absent, at most 100); out of range is 422.
    // `total` counts everything that matches, not just the page.
    notImplemented(res);
  })
  .post(requireJson, (req, res) => {
    // TODO resources.create: store a product; 201, the product, its Location. in_stock is true when absent.
    // TODO resources.validate: a body that breaks a rule stores nothing: 422, and `fields` names each wrong field.
    notImplemented(res);
  });

router.route('/:id')
  .get((req, res) => {
    // TODO resources.read: answer with the product; 404 when there is none.
    notImplemented(res);
  })
  .put(requireJson, (req, res) => {
    // TODO resources.update: the product becomes what req.body says; the rules are those of POST.
    notImplemented(res);
  })
  .patch(requireJson, (req, res) => {
    // TODO resources.update: only what req.body names changes; the rules hold for what it names.
    notImplemented(res);
  })
  .delete((req, res) => {
    // TODO resources.delete: 204 without a body; 404 when there is no such product.
    notImplemented(res);
  });

/**
 * The rules for a product that a client sent.
 *
 * TODO resources.validate: collect a message for each broken rule, by the field's name, and throw
 * HttpError(422, …, fields) when there is one. POST, PUT and PATCH can share this.
 *   name      text, 1 to 100 characters after trimming; the trimmed name is stored
 *   price     a number from 0 on with at most two decimals; "9.50" and true are no numbers
 *   category  text, not empty
 *   in_stock  true or false
 */
function readProduct(body) {
  return body;
}

export default router;
