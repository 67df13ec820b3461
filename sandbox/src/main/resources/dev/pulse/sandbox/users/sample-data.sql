-- Trades, positions and signals of one tenant ($TENANT, an id); the same at every start but for the
-- dates. Mixed by a multiplication, not by random(), so that a test can tell what is there.
INSERT INTO trades (tenant_id, user_id, symbol, side, quantity, price, executed_at)
SELECT u.tenant_id,
       u.id,
       i.symbol,
       CASE WHEN n * 7 % 10 < 6 THEN 'BUY' ELSE 'SELL' END,
       1 + (n * 37 + u.id * 11) % 200,
       round(i.last_price * (0.95 + (n * 53 % 100) / 1000.0), 4),
       now() - make_interval(mins => (300 - n) * 7)
FROM generate_series(1, 300) AS n
JOIN (SELECT id, tenant_id, row_number() OVER (ORDER BY id) AS rank, count(*) OVER () AS users
      FROM users WHERE tenant_id = $TENANT) AS u ON u.rank = 1 + n % u.users
JOIN (SELECT symbol, last_price, row_number() OVER (ORDER BY symbol) AS rank,
             count(*) OVER () AS instruments
      FROM instruments) AS i ON i.rank = 1 + (n * 5 + n / 12) % i.instruments
ORDER BY n;

INSERT INTO positions (tenant_id, user_id, symbol, quantity, net_cost)
SELECT tenant_id, user_id, symbol,
       sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END),
       sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END * price)
FROM trades
WHERE tenant_id = $TENANT
GROUP BY tenant_id, user_id, symbol;

INSERT INTO signals (tenant_id, symbol, advice, strength, created_at)
SELECT $TENANT,
       i.symbol,
       (ARRAY ['BUY', 'SELL', 'HOLD'])[1 + (n + i.rank) % 3],
       ((n * 31 + i.rank * 17 + $TENANT * 7) % 1000) / 1000.0,
       now() - make_interval(mins => (10 - n) * 60)
FROM generate_series(1, 10) AS n
CROSS JOIN (SELECT symbol, row_number() OVER (ORDER BY symbol) AS rank FROM instruments) AS i
ORDER BY n, i.rank;
