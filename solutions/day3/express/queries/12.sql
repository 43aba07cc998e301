-- visitor_id finds the rows; with viewed_at behind it they come in the right order, too.
CREATE INDEX page_views_by_visitor ON page_views (visitor_id, viewed_at);
