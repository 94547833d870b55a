-- What the charts of the dashboard are drawn from: one row a minute.
CREATE TABLE admin_minutes (
  pbx_id         text        NOT NULL,
  minute         timestamptz NOT NULL,
  requests       integer     NOT NULL DEFAULT 0,
  request_errors integer     NOT NULL DEFAULT 0,
  server_errors  integer     NOT NULL DEFAULT 0,
  events         integer     NOT NULL DEFAULT 0,
  -- Calls that ended in the minute, by outcome.
  answered       integer     NOT NULL DEFAULT 0,
  missed         integer     NOT NULL DEFAULT 0,
  abandoned      integer     NOT NULL DEFAULT 0,
  rejected       integer     NOT NULL DEFAULT 0,
  failed         integer     NOT NULL DEFAULT 0,
  voicemail      integer     NOT NULL DEFAULT 0,
  unknown        integer     NOT NULL DEFAULT 0,
  PRIMARY KEY (pbx_id, minute)
);

-- One row a call, made from the event log: how it was counted, and where its events are. The
-- record of a call may correct its outcome; the row then says which minute to correct.
CREATE TABLE admin_calls (
  pbx_id          text        NOT NULL,
  call_id         text        NOT NULL,
  conversation_id text        NOT NULL,
  started_at      timestamptz NOT NULL,
  ended_minute    timestamptz,
  counted_outcome text,
  -- All numbers and DNs that took part, between blanks, for searching by a part.
  numbers         text        NOT NULL,
  summary         jsonb       NOT NULL,
  sequences       bigint[]    NOT NULL,
  PRIMARY KEY (pbx_id, call_id)
);
CREATE INDEX admin_calls_newest ON admin_calls (pbx_id, started_at DESC, call_id DESC);
CREATE INDEX admin_calls_conversation ON admin_calls (pbx_id, conversation_id);

-- How far the log was counted. Moved in the transaction of what was counted: nothing counts twice.
CREATE TABLE admin_projection (
  pbx_id   text   PRIMARY KEY,
  epoch    text   NOT NULL,
  position bigint NOT NULL
);
