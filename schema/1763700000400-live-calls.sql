-- The calls as the model keeps them, beside the events they led to: a restart goes on from here.
CREATE TABLE calls (
  pbx_id          text        NOT NULL,
  call_id         text        NOT NULL,
  -- The model's state of the call, as it is restored.
  model           jsonb       NOT NULL,
  is_open         boolean     NOT NULL,
  has_record      boolean     NOT NULL,
  started_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  pbx_call_id     bigint,
  call_history_id text,
  PRIMARY KEY (pbx_id, call_id)
);

CREATE INDEX calls_open ON calls (pbx_id) WHERE is_open;
CREATE INDEX calls_without_record ON calls (pbx_id, started_at) WHERE NOT has_record;
CREATE INDEX calls_ended ON calls (pbx_id, ended_at);
-- The model gives a record to one call; an index must not turn a mistake of it into a lost event.
CREATE INDEX calls_history ON calls (pbx_id, call_history_id)
  WHERE call_history_id IS NOT NULL;

-- Where the poller of call records stands; moved in the transaction of what it produced.
CREATE TABLE record_cursors (
  pbx_id   text NOT NULL PRIMARY KEY,
  position text NOT NULL
);
