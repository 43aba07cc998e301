SELECT id, name, category, price_cents
FROM products
WHERE price_cents > (
  SELECT AVG(others.price_cents)
  FROM products AS others
  WHERE others.category = products.category
);
