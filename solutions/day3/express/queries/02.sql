SELECT id, ordered_on
FROM orders
WHERE status <> 'cancelled'
ORDER BY ordered_on DESC, id DESC
LIMIT 5;
