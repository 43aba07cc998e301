// Three addresses that take JSON apart and put it together. Nothing is stored here.
import { Router } from 'express';

import { HttpError, notImplemented, requireJson } from '../http.js';

const router = Router();

router.route('/echo')
  .post(requireJson, (req, res) => {
    // TODO json.echo: answer {"received": <the value that was sent>}, whatever JSON value it is (see app.js).
    // TODO json.unicode: accents, CJK and emoji come back as they were sent, here and from /users and /products.
    notImplemented(res);
  });

router.route('/stats')
  .post(requireJson, (req, res) => {
    // TODO json.stats: from {"numbers": [...]} make {"count", "sum", "mean", "min", "max"}.
    // Without any number, count and sum are 0 and the rest is null. Anything else than numbers inside is 422:
    // typeof knows the difference between 3, "3" and true.
    notImplemented(res);
  });

router.route('/orders/total')
  .post(requireJson, (req, res) => {
    // TODO json.nested: from {"items": [{"price", "quantity"}], "discount": {"percent"}} make {"total"}.
    // The discount may be absent. Round once, at the end, half-up, to the cent. Before you do, look at what
    // 1.005 * 100 gives: amounts of money and floating point don't go well together.
    // 422 for a percent outside 0 to 100, a quantity that is no whole number from 1 on, a negative price.
    notImplemented(res);
  });

export default router;
