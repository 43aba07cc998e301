// The routes of the shop, put together: app.js hangs this router in, after those of the accounts.
import { Router } from 'express';

import cart from './routes/cart.js';
import orders from './routes/orders.js';
import products from './routes/products.js';

const router = Router();

router.use('/products', products);
// TODO shop.auth: carts and orders are for whoever is logged in: put signedIn of auth.js in front of both.
router.use('/cart', cart);
router.use('/orders', orders);

export default router;
