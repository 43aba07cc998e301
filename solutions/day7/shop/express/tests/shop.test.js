// All tests of the shop. With each file on its own, node --test would start a process for each, all of them at the same
// time, and each would log its own admin in.
import './accounts.js';
import './catalog.js';
import './cart.js';
import './orders.js';
