SELECT order_items.order_id, products.name AS product, order_items.quantity
FROM order_items
JOIN orders ON orders.id = order_items.order_id
JOIN products ON products.id = order_items.product_id
WHERE products.category = 'books' AND orders.status <> 'cancelled';
