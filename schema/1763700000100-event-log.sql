-- The one durable, ordered log. Numbers come from the head's row, which is locked for the length of
-- the writing transaction: no holes, and no order but one.
CREATE TABLE event_log_head (
  only_one        boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch           text    NOT NULL,
  last_sequence   bigint  NOT NULL DEFAULT 0,
  -- The first event that can still be read.
  oldest_sequence bigint  NOT NULL DEFAULT 1,
  -- Who may write: raised by every relay that becomes the writer, so that its forerunner is fenced.
  term            bigint  NOT NULL DEFAULT 0
);

CREATE TABLE events (
  sequence  bigint      NOT NULL PRIMARY KEY,
  pbx_id    text        NOT NULL,
  id        text        NOT NULL,
  type      text        NOT NULL,
  call_id   text,
  -- DNs that had taken part so far; NULL is for everybody.
  dns       text[],
  time      timestamptz NOT NULL,
  logged_at timestamptz NOT NULL,
  -- The event exactly as every consumer gets it.
  body      text        NOT NULL
);

CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_call ON events (call_id, sequence) WHERE call_id IS NOT NULL;
CREATE INDEX events_logged_at ON events (logged_at);
