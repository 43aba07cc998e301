SELECT name, price_cents
FROM products
WHERE category = 'kitchen' AND price_cents BETWEEN 1000 AND 5000
ORDER BY price_cents DESC, name;
