SELECT customers.id AS customer_id, customers.name, COUNT(*) AS orders
FROM customers
JOIN orders ON orders.customer_id = customers.id
WHERE orders.status <> 'cancelled'
GROUP BY customers.id, customers.name
HAVING COUNT(*) >= 3
ORDER BY COUNT(*) DESC, customers.id;
