-- A small shop to try your queries on. It can be laid down again at any time: what was there goes first.
--
--     sqlite3 shop.sqlite3 < queries/sample.sql
--     psql "$DATABASE_URL" -f queries/sample.sql
--     mariadb shop < queries/sample.sql
--
-- Money is whole cents. The grader has the same tables, with other and more rows.

DROP TABLE IF EXISTS page_views;
DROP TABLE IF EXISTS reviews;
DROP TABLE IF EXISTS order_items;
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS products;
DROP TABLE IF EXISTS customers;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  email VARCHAR(200) NOT NULL,
  city VARCHAR(100) NOT NULL,
  phone VARCHAR(40)
);

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  category VARCHAR(40) NOT NULL,
  price_cents INTEGER NOT NULL
);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  ordered_on DATE NOT NULL,
  status VARCHAR(20) NOT NULL
);

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  discount_cents INTEGER
);

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  rating INTEGER,
  comment VARCHAR(500) NOT NULL
);

CREATE TABLE page_views (
  id INTEGER PRIMARY KEY,
  visitor_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  viewed_at INTEGER NOT NULL
);

INSERT INTO customers (id, name, email, city, phone) VALUES
  (1, 'Grace Okafor', 'grace@example.com', 'Bergen', NULL),
  (2, 'Omar Novak', 'omar@example.com', 'Cork', '+44 555 010'),
  (3, 'Liv Jansen', 'liv@example.com', 'Bergen', NULL),
  (4, 'Grace Okafor', 'okafor@example.com', 'Dakar', '+47 555 020'),
  (5, 'Ivo Costa', 'ivo@example.com', 'Aarhus', NULL);

INSERT INTO products (id, name, category, price_cents) VALUES
  (11, 'Rustic kettle', 'kitchen', 3450),
  (12, 'Amber bowl', 'kitchen', 3450),
  (13, 'Jade spoon', 'kitchen', 500),
  (14, 'Olive pan', 'kitchen', 5000),
  (15, 'Navy atlas', 'books', 2900),
  (16, 'Linen diary', 'books', 1200),
  (17, 'Maple train', 'toys', 8900),
  (18, 'Pearl kite', 'toys', 8900);

INSERT INTO orders (id, customer_id, ordered_on, status) VALUES
  (101, 1, '2025-03-02', 'paid'),
  (102, 1, '2024-11-20', 'open'),
  (103, 2, '2025-06-14', 'cancelled'),
  (104, 1, '2025-05-30', 'open'),
  (105, 3, '2025-05-30', 'shipped'),
  (106, 4, '2024-10-01', 'shipped'),
  (107, 4, '2025-01-01', 'open'),
  (108, 4, '2025-06-01', 'cancelled');

INSERT INTO order_items (id, order_id, product_id, quantity, price_cents, discount_cents) VALUES
  (501, 101, 15, 1, 2900, NULL),
  (502, 101, 11, 2, 3450, 500),
  (503, 102, 13, 4, 450, NULL),
  (504, 103, 15, 1, 2900, NULL),
  (505, 104, 16, 2, 1200, NULL),
  (506, 104, 16, 2, 1200, NULL),
  (507, 105, 17, 1, 8500, 850),
  (508, 107, 12, 1, 3450, NULL),
  (509, 108, 14, 1, 5000, NULL);

INSERT INTO reviews (id, product_id, customer_id, rating, comment) VALUES
  (301, 15, 1, 4, 'Maps of everywhere.'),
  (302, 15, 3, NULL, 'A gift; ask my brother.'),
  (303, 15, 4, 3, 'Heavy.'),
  (304, 17, 3, NULL, 'Not unpacked yet.'),
  (305, 11, 1, 5, 'Whistles.');

-- Ten digits, four times: 10 000 rows.
INSERT INTO page_views (id, visitor_id, product_id, viewed_at)
SELECT number + 1, 4000 + (number * 37) % 1000, 11 + number % 8, 1700000000 + (number * 7919) % 60000000
FROM (
  SELECT a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit AS number
  FROM
    (SELECT 0 AS digit UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
     SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS a,
    (SELECT 0 AS digit UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
     SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS b,
    (SELECT 0 AS digit UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
     SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS c,
    (SELECT 0 AS digit UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
     SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS d
) AS numbers;
