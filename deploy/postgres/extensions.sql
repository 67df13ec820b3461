-- Run once, when the data volume is new; the library is preloaded by docker-compose.yml.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
