-- Since when the relay takes call records: calls that were over long before are history. A row is
-- there before the first cursor is, because the PBX may be away when the relay first runs.
ALTER TABLE record_cursors
  ALTER COLUMN position DROP NOT NULL,
  ADD COLUMN began_at timestamptz NOT NULL DEFAULT now();
-- Who has a cursor already began before: nothing of theirs is history.
UPDATE record_cursors SET began_at = 'epoch';
