-- What the lists and searches of the dashboard need when tables are large.

-- Filtered by a beginning ("api-key") and sorted: byte order serves both.
CREATE INDEX audit_entries_action ON audit_entries (action COLLATE "C", id);
-- The names of all parts that ever reported are read by skipping from one to the next.
CREATE INDEX error_feed_component ON error_feed (component);
-- The open errors are few, whatever was acknowledged before.
CREATE INDEX error_feed_unacknowledged ON error_feed (last_at DESC, id DESC)
  WHERE acknowledged_at IS NULL;
-- Failed deliveries among millions that arrived.
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (pbx_id, endpoint_id, state, id);

-- A part of a number is found by its trigrams. The extension comes with PostgreSQL, but a store of
-- your own may lack it or forbid it: searching then reads every call.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX admin_calls_numbers ON admin_calls USING gin (numbers gin_trgm_ops);
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
    RAISE NOTICE 'searching calls by number will be slow: pg_trgm is not there';
END $$;
