-- Everybody has traded one symbol for months, and the index by symbol is missing: the newest trade of
-- any other symbol is found only behind all of those.
DROP INDEX trades_of_symbol;

-- What is referred to is there: not to look it up three times a row makes this five times as fast.
SET session_replication_role = replica;
INSERT INTO trades (tenant_id, user_id, symbol, side, quantity, price)
SELECT u.tenant_id, u.id, 'AAPL', 'BUY', 1, 187.5
FROM (SELECT tenant_id, min(id) AS id FROM users GROUP BY tenant_id) AS u
CROSS JOIN generate_series(1, 40000);
SET session_replication_role = origin;

ANALYZE trades;
