UPDATE orders
SET status = 'cancelled'
WHERE status = 'open' AND ordered_on < '2025-01-01';
