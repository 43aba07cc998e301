// The routes of the shop, put together: app.js hangs this router in, after those of the accounts.
//
// Who may pass stands here, in front of the routes: nothing behind a door can be forgotten. Products, which everybody
// may look at, have doors of their own.
import { Router } from 'express';

import { signedIn } from './auth.js';
import cart from './routes/cart.js';
import orders from './routes/orders.js';
import products from './routes/products.js';

const router = Router();

router.use('/products', products);
router.use('/cart', signedIn, cart);
router.use('/orders', signedIn, orders);

export default router;
