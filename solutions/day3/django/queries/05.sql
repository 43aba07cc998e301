-- The condition stands in the join: in WHERE it would drop the customers for whom there is only NULL.
SELECT customers.id AS customer_id, customers.name, orders.id AS order_id
FROM customers
LEFT JOIN orders ON orders.customer_id = customers.id AND orders.status = 'open';
