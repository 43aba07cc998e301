-- COUNT(*) counts rows; COUNT(rating) and AVG(rating) leave out those where it is NULL.
SELECT product_id, COUNT(*) AS reviews, COUNT(rating) AS ratings, AVG(rating) AS average_rating
FROM reviews
GROUP BY product_id;
