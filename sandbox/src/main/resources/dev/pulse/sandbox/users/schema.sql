CREATE TABLE IF NOT EXISTS tenants (
  id   int  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS users (
  id            int  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id     int  NOT NULL REFERENCES tenants,
  email         text NOT NULL UNIQUE,
  password_hash text NOT NULL
);

CREATE TABLE IF NOT EXISTS instruments (
  symbol     text PRIMARY KEY,
  name       text NOT NULL,
  sector     text NOT NULL,
  last_price numeric(14, 4) NOT NULL
);

CREATE TABLE IF NOT EXISTS trades (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id   int  NOT NULL REFERENCES tenants,
  user_id     int  NOT NULL REFERENCES users,
  symbol      text NOT NULL REFERENCES instruments,
  side        text NOT NULL CHECK (side IN ('BUY', 'SELL')),
  quantity    bigint NOT NULL CHECK (quantity > 0),
  price       numeric(14, 4) NOT NULL CHECK (price > 0),
  executed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS trades_of_tenant ON trades (tenant_id, id DESC);
CREATE INDEX IF NOT EXISTS trades_of_symbol ON trades (tenant_id, symbol, id DESC);

-- Sums over a user's trades: what was bought counts plus, what was sold minus.
CREATE TABLE IF NOT EXISTS positions (
  tenant_id int    NOT NULL REFERENCES tenants,
  user_id   int    NOT NULL REFERENCES users,
  symbol    text   NOT NULL REFERENCES instruments,
  quantity  bigint NOT NULL,
  net_cost  numeric(20, 4) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, symbol)
);

-- Who booked what. It names rows that a transaction may not have committed yet, so it refers to none.
CREATE TABLE IF NOT EXISTS audit (
  tenant_id int    NOT NULL,
  user_id   int    NOT NULL,
  trade_id  bigint NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS signals (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  int  NOT NULL REFERENCES tenants,
  symbol     text NOT NULL REFERENCES instruments,
  advice     text NOT NULL CHECK (advice IN ('BUY', 'SELL', 'HOLD')),
  strength   numeric(4, 3) NOT NULL CHECK (strength BETWEEN 0 AND 1),
  created_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS signals_of_tenant ON signals (tenant_id, id DESC);

INSERT INTO instruments (symbol, name, sector, last_price) VALUES
  ('AAPL', 'Apple',            'Technology', 214.2900),
  ('AMZN', 'Amazon',           'Retail',     186.5100),
  ('BAC',  'Bank of America',  'Finance',     39.8700),
  ('CVX',  'Chevron',          'Energy',     156.3400),
  ('GOOG', 'Alphabet',         'Technology', 177.8500),
  ('JNJ',  'Johnson & Johnson','Health',     148.7500),
  ('JPM',  'JPMorgan Chase',   'Finance',    198.8800),
  ('MSFT', 'Microsoft',        'Technology', 446.3400),
  ('NVDA', 'Nvidia',           'Technology', 126.0900),
  ('PFE',  'Pfizer',           'Health',      27.9800),
  ('TSLA', 'Tesla',            'Automotive', 187.4400),
  ('XOM',  'Exxon Mobil',      'Energy',     113.5600)
ON CONFLICT (symbol) DO NOTHING;
