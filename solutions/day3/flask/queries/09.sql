-- The inner COALESCE is for lines without a discount, the outer one for orders without lines.
SELECT
  orders.id AS order_id,
  COUNT(order_items.id) AS items,
  COALESCE(SUM(order_items.quantity * order_items.price_cents - COALESCE(order_items.discount_cents, 0)), 0) AS total_cents
FROM orders
LEFT JOIN order_items ON order_items.order_id = orders.id
GROUP BY orders.id;
