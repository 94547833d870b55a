-- Who wrote last, and how far into what it had to write: a commit whose answer was lost, and what
-- waited on a relay's disk while the store was away, are told from what is still to be written.
ALTER TABLE event_log_head
  ADD COLUMN writer     text   NOT NULL DEFAULT '',
  ADD COLUMN last_entry bigint NOT NULL DEFAULT 0;
