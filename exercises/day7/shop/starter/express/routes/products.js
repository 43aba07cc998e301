// /products: everybody may look, admins write.
//
// A product is {"id", "name", "description", "category", "price", "stock"}:
//
//   name         1 to 100 characters, after the blanks around it are cut off
//   description  up to 5 000 characters; "" where it is absent
//   category     1 to 100 characters, not blank
//   price        a number from 0 to 1 000 000 with at most two decimals
//   stock        a whole number from 0 to 1 000 000; 0 where it is absent
import { Router } from 'express';

import { notAllowed, notImplemented } from '../http.js';

const router = Router();

// TODO shop.catalog: a table of products, in tables.js. Keep the price as whole cents: a float is never exactly 19.99,
//   and cents add up without a rest.
// TODO shop.auth: who writes must be an admin: 401 for nobody, 403 for a plain user, before anything is read.
// TODO shop.catalog: the rules above, once for POST and PATCH. text(), written() and read() of rules.js do half of it.

router.route('/')
  // A page of the products: {"items": [...], "total": how many match on all pages}. For everybody.
  // TODO shop.catalog: ?q= ?category= ?min_price= ?max_price= ?in_stock= ?sort= ?page= ?per_page=, as on day 2. Let the
  //   database filter, sort and cut out the page; ties and no sort: in the order of the ids.
  .get(notImplemented)
  // A new product. For admins.
  // TODO shop.catalog: 201, the product, and its Location. requireJson of http.js reads the body.
  .post(notImplemented)
  .all(notAllowed('GET', 'POST'));

router.route('/:id')
  // One product, for everybody.
  // TODO shop.catalog: 200 with the product, 404 where there is none. readId() of http.js reads the id.
  .get(notImplemented)
  // The product with some fields changed: those that the body names. For admins.
  // TODO shop.catalog: 200 with the whole product.
  .patch(notImplemented)
  // Takes it out of the catalog and out of all carts. For admins.
  // TODO shop.catalog: 204, then 404. Orders keep what was bought: what must they not need the product for?
  .delete(notImplemented)
  .all(notAllowed('GET', 'PATCH', 'DELETE'));

export default router;
