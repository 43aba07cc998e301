"""Wrong queries as learners write them: the task, the query, and a part of what its author reads on SQLite."""

WRONG = [
    # 01
    ("01", "SELECT name, price_cents FROM products WHERE category = 'kitchen' ORDER BY price_cents DESC, name", "too"),
    (
        "01",
        "SELECT name, price_cents FROM products WHERE category = 'kitchen' AND price_cents > 1000"
        " AND price_cents < 5000 ORDER BY price_cents DESC, name",
        "includes both",
    ),
    (
        "01",
        "SELECT name, price_cents FROM products WHERE category = 'kitchen' AND price_cents BETWEEN 1000 AND 5000"
        " ORDER BY price_cents DESC",
        "those with the same price_cents are not",
    ),
    (
        "01",
        "SELECT name, price_cents FROM products WHERE category = 'kitchen' AND price_cents BETWEEN 1000 AND 5000",
        "order",
    ),
    (
        "01",
        "SELECT name, price_cents FROM products WHERE category = 'kitchen' AND price_cents BETWEEN 1000 AND 5000"
        " ORDER BY price_cents, name",
        "the cheapest come first",
    ),
    (
        "01",
        "SELECT name, price_cents FROM products WHERE price_cents BETWEEN 1000 AND 5000"
        " ORDER BY price_cents DESC, name",
        "other categories",
    ),
    ("01", "SELECT * FROM products WHERE category = 'kitchen'", "id, category too many"),
    ("01", "SELECT name FROM products", "price_cents missing"),
    ("01", "SELECT name, name, price_cents FROM products", "two called name"),
    ("01", "SELECT name, price_cents FROM products WHERE category = 'Kitchen' AND name = ''", "no rows at all"),
    ("01", "SELECT name, price_cents FROM product", "no such table: product"),
    # 02
    ("02", "SELECT id, ordered_on FROM orders ORDER BY ordered_on DESC, id DESC LIMIT 5", "cancelled orders, too"),
    (
        "02",
        "SELECT id, ordered_on FROM orders WHERE status <> 'cancelled' ORDER BY ordered_on DESC, id LIMIT 5",
        "the lower ids come first",
    ),
    (
        "02",
        "SELECT id, ordered_on FROM orders WHERE status <> 'cancelled' ORDER BY ordered_on DESC LIMIT 5",
        "the lower ids come first",
    ),
    ("02", "SELECT id, ordered_on FROM orders WHERE status <> 'cancelled' ORDER BY id DESC LIMIT 5", "highest ids"),
    (
        "02",
        "SELECT id, ordered_on FROM orders WHERE status <> 'cancelled' ORDER BY ordered_on DESC, id DESC",
        "all orders",
    ),
    (
        "02",
        "SELECT id, ordered_on FROM orders WHERE status = 'open' ORDER BY ordered_on DESC, id DESC LIMIT 5",
        "missing",
    ),
    # 03
    ("03", "SELECT city FROM customers WHERE phone IS NULL ORDER BY city", "once for each of its customers"),
    ("03", "SELECT DISTINCT city FROM customers WHERE phone = NULL ORDER BY city", "nothing equals NULL"),
    ("03", "SELECT DISTINCT city FROM customers WHERE phone IS NOT NULL ORDER BY city", "with a phone"),
    ("03", "SELECT DISTINCT city FROM customers ORDER BY city", "all customers"),
    ("03", "SELECT DISTINCT city FROM customers WHERE phone IS NULL ORDER BY city DESC", "from Z to A"),
    ("03", "SELECT DISTINCT city, name FROM customers WHERE phone IS NULL ORDER BY city", "name too many"),
    # 04
    (
        "04",
        "SELECT o.id AS order_id, c.name AS customer, c.city FROM orders o, customers c WHERE o.status = 'open'",
        "every order with every customer",
    ),
    (
        "04",
        "SELECT o.id AS order_id, c.name AS customer, c.city FROM orders o JOIN customers c ON c.id = o.customer_id",
        "not open",
    ),
    (
        "04",
        "SELECT o.id AS order_id, c.name AS customer, c.city FROM orders o JOIN customers c ON c.id = o.id"
        " WHERE o.status = 'open'",
        "no rows at all",
    ),
    (
        "04",
        "SELECT o.id AS order_id, c.name AS customer, c.city FROM orders o JOIN customers c ON c.id = o.customer_id"
        " WHERE o.status = 'open' LIMIT 3",
        "missing",
    ),
    # 05
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c JOIN orders o ON o.customer_id = c.id"
        " WHERE o.status = 'open'",
        "customers without an open order are missing",
    ),
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c LEFT JOIN orders o"
        " ON o.customer_id = c.id WHERE o.status = 'open'",
        "customers without an open order are missing",
    ),
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c LEFT JOIN orders o"
        " ON o.customer_id = c.id WHERE o.status = 'open' OR o.id IS NULL",
        "the condition belongs into the join",
    ),
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c LEFT JOIN orders o"
        " ON o.customer_id = c.id",
        "not open",
    ),
    (
        "05",
        "SELECT MIN(c.id) AS customer_id, c.name, o.id AS order_id FROM customers c LEFT JOIN orders o"
        " ON o.customer_id = c.id AND o.status = 'open' GROUP BY c.name, o.id",
        "missing",
    ),
    # 06
    (
        "06",
        "SELECT i.order_id, p.name AS product, i.quantity FROM order_items i JOIN products p ON p.id = i.product_id"
        " WHERE p.category = 'books'",
        "cancelled orders, too",
    ),
    (
        "06",
        "SELECT DISTINCT i.order_id, p.name AS product, i.quantity FROM order_items i JOIN orders o"
        " ON o.id = i.order_id JOIN products p ON p.id = i.product_id"
        " WHERE p.category = 'books' AND o.status <> 'cancelled'",
        "two that look the same",
    ),
    (
        "06",
        "SELECT i.order_id, p.name AS product, SUM(i.quantity) AS quantity FROM order_items i JOIN orders o"
        " ON o.id = i.order_id JOIN products p ON p.id = i.product_id"
        " WHERE p.category = 'books' AND o.status <> 'cancelled' GROUP BY i.order_id, p.name",
        "added up",
    ),
    (
        "06",
        "SELECT i.order_id, p.name AS product, i.quantity FROM order_items i JOIN orders o ON o.id = i.order_id"
        " JOIN products p ON p.id = i.product_id WHERE o.status <> 'cancelled'",
        "no books",
    ),
    (
        "06",
        "SELECT i.order_id, p.name AS product, i.quantity FROM order_items i, orders o, products p"
        " WHERE p.category = 'books' AND o.status <> 'cancelled'",
        "more than",
    ),
    # 07
    (
        "07",
        "SELECT product_id, COUNT(*) AS reviews, COUNT(*) AS ratings, AVG(rating) AS average_rating FROM reviews"
        " GROUP BY product_id",
        "ratings counts reviews without a rating",
    ),
    (
        "07",
        "SELECT product_id, COUNT(rating) AS reviews, COUNT(rating) AS ratings, AVG(rating) AS average_rating"
        " FROM reviews GROUP BY product_id",
        "reviews leaves out",
    ),
    (
        "07",
        "SELECT product_id, COUNT(*) AS reviews, COUNT(rating) AS ratings, AVG(rating) AS average_rating FROM reviews"
        " WHERE rating IS NOT NULL GROUP BY product_id",
        "left out before they could be counted",
    ),
    (
        "07",
        "SELECT product_id, COUNT(*) AS reviews, COUNT(rating) AS ratings, AVG(COALESCE(rating, 0)) AS average_rating"
        " FROM reviews GROUP BY product_id",
        "taken for 0",
    ),
    (
        "07",
        "SELECT product_id, COUNT(*) AS reviews, COUNT(rating) AS ratings, FLOOR(AVG(rating)) AS average_rating"
        " FROM reviews GROUP BY product_id",
        "whole numbers",
    ),
    # 08
    (
        "08",
        "SELECT c.id AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o ON o.customer_id = c.id"
        " GROUP BY c.id, c.name HAVING COUNT(*) >= 3 ORDER BY orders DESC, c.id",
        "cancelled orders were counted",
    ),
    (
        "08",
        "SELECT c.id AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o ON o.customer_id = c.id"
        " WHERE o.status <> 'cancelled' GROUP BY c.id, c.name HAVING COUNT(*) > 3 ORDER BY orders DESC, c.id",
        "exactly three",
    ),
    (
        "08",
        "SELECT c.id AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o ON o.customer_id = c.id"
        " WHERE o.status <> 'cancelled' GROUP BY c.id, c.name ORDER BY orders DESC, c.id",
        "fewer than three",
    ),
    (
        "08",
        "SELECT MIN(c.id) AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o"
        " ON o.customer_id = c.id WHERE o.status <> 'cancelled' GROUP BY c.name HAVING COUNT(*) >= 3"
        " ORDER BY orders DESC, customer_id",
        "",
    ),
    (
        "08",
        "SELECT c.id AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o ON o.customer_id = c.id"
        " WHERE o.status <> 'cancelled' GROUP BY c.id, c.name HAVING COUNT(*) >= 3 ORDER BY orders, c.id",
        "fewest orders",
    ),
    (
        "08",
        "SELECT c.id AS customer_id, c.name, COUNT(*) AS orders FROM customers c JOIN orders o ON o.customer_id = c.id"
        " WHERE o.status <> 'cancelled' AND COUNT(*) >= 3 GROUP BY c.id, c.name",
        "misuse of aggregate",
    ),
    # 09
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, SUM(i.quantity * i.price_cents - COALESCE(i.discount_cents, 0))"
        " AS total_cents FROM orders o JOIN order_items i ON i.order_id = o.id GROUP BY o.id",
        "without any line are missing",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(*) AS items, COALESCE(SUM(i.quantity * i.price_cents -"
        " COALESCE(i.discount_cents, 0)), 0) AS total_cents FROM orders o LEFT JOIN order_items i ON i.order_id = o.id"
        " GROUP BY o.id",
        "COUNT(*)",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, SUM(i.quantity * i.price_cents - COALESCE(i.discount_cents, 0))"
        " AS total_cents FROM orders o LEFT JOIN order_items i ON i.order_id = o.id GROUP BY o.id",
        "the sum of nothing is NULL",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, COALESCE(SUM(i.quantity * i.price_cents - i.discount_cents), 0)"
        " AS total_cents FROM orders o LEFT JOIN order_items i ON i.order_id = o.id GROUP BY o.id",
        "COALESCE comes too late",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, COALESCE(SUM(i.quantity * i.price_cents), 0) AS total_cents"
        " FROM orders o LEFT JOIN order_items i ON i.order_id = o.id GROUP BY o.id",
        "discounts were forgotten",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, COALESCE(SUM(i.quantity * p.price_cents -"
        " COALESCE(i.discount_cents, 0)), 0) AS total_cents FROM orders o LEFT JOIN order_items i ON i.order_id = o.id"
        " LEFT JOIN products p ON p.id = i.product_id GROUP BY o.id",
        "prices of today",
    ),
    (
        "09",
        "SELECT o.id AS order_id, COUNT(i.id) AS items, COALESCE(SUM(i.quantity * i.price_cents) -"
        " SUM(i.discount_cents), 0) AS total_cents FROM orders o LEFT JOIN order_items i ON i.order_id = o.id"
        " GROUP BY o.id",
        "another total_cents",
    ),
    # 10
    (
        "10",
        "SELECT id, name, category, price_cents FROM products WHERE price_cents >"
        " (SELECT AVG(price_cents) FROM products)",
        "average of all products",
    ),
    (
        "10",
        "SELECT id, name, category, price_cents FROM products p WHERE price_cents >= (SELECT AVG(o.price_cents)"
        " FROM products o WHERE o.category = p.category)",
        "exactly the average",
    ),
    (
        "10",
        "SELECT id, name, category, price_cents FROM products p WHERE price_cents = (SELECT MAX(o.price_cents)"
        " FROM products o WHERE o.category = p.category)",
        "only the dearest",
    ),
    # 11
    ("11", "UPDATE orders SET status = 'cancelled' WHERE ordered_on < '2025-01-01'", "cancelled"),
    ("11", "UPDATE orders SET status = 'cancelled' WHERE status = 'open'", "cancelled"),
    ("11", "UPDATE orders SET status = 'cancelled'", "cancelled"),
    ("11", "UPDATE orders SET status = 'cancelled' WHERE status = 'open' AND ordered_on <= '2025-01-01'", "cancelled"),
    ("11", "UPDATE orders SET status = 'canceled' WHERE status = 'open' AND ordered_on < '2025-01-01'", "canceled"),
    ("11", "DELETE FROM reviews", "other rows"),
    ("11", "SELECT 1", "open"),
    # 12
    ("12", "CREATE INDEX by_time ON page_views (viewed_at)", "begins with viewed_at"),
    ("12", "CREATE INDEX by_both ON page_views (viewed_at, visitor_id)", "begins with viewed_at"),
    ("12", "CREATE INDEX by_product ON page_views (product_id)", "begins with product_id"),
    ("12", "CREATE INDEX by_customer ON orders (customer_id)", "none"),
    ("12", "SELECT 1", "none"),
]

# Right in other ways than the reference solution: these must pass.
OTHERWISE = [
    (
        "01",
        "SELECT price_cents, name FROM products WHERE category IN ('kitchen') AND price_cents >= 1000"
        " AND NOT price_cents > 5000 ORDER BY 1 DESC, 2 ASC",
    ),
    (
        "02",
        "SELECT ordered_on, id FROM orders WHERE status IN ('open', 'paid', 'shipped') ORDER BY 1 DESC, 2 DESC LIMIT 5",
    ),
    ("03", "SELECT city FROM customers WHERE phone IS NULL GROUP BY city ORDER BY city"),
    (
        "04",
        "SELECT city, name AS customer, (o.id) AS order_id FROM customers c, orders o"
        " WHERE c.id = customer_id AND status LIKE 'open'",
    ),
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c LEFT JOIN"
        " (SELECT id, customer_id FROM orders WHERE status = 'open') AS o ON c.id = o.customer_id",
    ),
    (
        "05",
        "SELECT c.id AS customer_id, c.name, o.id AS order_id FROM customers c JOIN orders o ON o.customer_id = c.id"
        " AND o.status = 'open' UNION ALL SELECT id, name, NULL FROM customers WHERE id NOT IN"
        " (SELECT customer_id FROM orders WHERE status = 'open')",
    ),
    (
        "06",
        "SELECT order_id, (SELECT name FROM products WHERE id = product_id) AS product, quantity FROM order_items"
        " WHERE product_id IN (SELECT id FROM products WHERE category = 'books')"
        " AND order_id NOT IN (SELECT id FROM orders WHERE status = 'cancelled')",
    ),
    (
        "07",
        "SELECT product_id, COUNT(id) AS reviews, SUM(CASE WHEN rating IS NULL THEN 0 ELSE 1 END) AS ratings,"
        " 1.0 * SUM(rating) / COUNT(rating) AS average_rating FROM reviews GROUP BY product_id HAVING COUNT(rating) > 0"
        " UNION ALL SELECT product_id, COUNT(*), 0, NULL FROM reviews GROUP BY product_id HAVING COUNT(rating) = 0",
    ),
    (
        "07",
        "SELECT product_id, COUNT(*) AS reviews, COUNT(rating) AS ratings, ROUND(AVG(rating), 3) AS average_rating"
        " FROM reviews GROUP BY product_id",
    ),
    (
        "08",
        "WITH counted AS (SELECT customer_id, COUNT(*) AS orders FROM orders WHERE status <> 'cancelled'"
        " GROUP BY customer_id) SELECT customer_id, (SELECT name FROM customers WHERE id = customer_id) AS name, orders"
        " FROM counted WHERE orders > 2 ORDER BY orders DESC, customer_id",
    ),
    (
        "09",
        "SELECT id AS order_id, (SELECT COUNT(*) FROM order_items WHERE order_id = orders.id) AS items,"
        " (SELECT COALESCE(SUM(quantity * price_cents), 0) - COALESCE(SUM(discount_cents), 0) FROM order_items"
        " WHERE order_id = orders.id) AS total_cents FROM orders",
    ),
    (
        "10",
        "SELECT p.* FROM products p JOIN (SELECT category, AVG(price_cents) AS average FROM products GROUP BY category)"
        " AS averages ON averages.category = p.category AND p.price_cents > averages.average",
    ),
    (
        "10",
        "SELECT id, name, category, price_cents FROM (SELECT id, name, category, price_cents, AVG(price_cents)"
        " OVER (PARTITION BY category) AS average FROM products) AS p WHERE price_cents > average",
    ),
    (
        "11",
        "UPDATE orders SET status = 'cancelled' WHERE id IN (SELECT id FROM (SELECT id FROM orders"
        " WHERE status = 'open' AND ordered_on <= '2024-12-31') AS overdue)",
    ),
    ("12", "CREATE INDEX a ON page_views (visitor_id)"),
    ("12", "CREATE INDEX IF NOT EXISTS a ON page_views (visitor_id, product_id, id)"),
    ("12", "create index by_visitor on page_views (visitor_id, viewed_at desc)"),
]
