SELECT orders.id AS order_id, customers.name AS customer, customers.city
FROM orders
JOIN customers ON customers.id = orders.customer_id
WHERE orders.status = 'open';
