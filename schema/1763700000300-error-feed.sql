-- The error feed: equal errors are counted in one row.
CREATE TABLE error_feed (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pbx_id          text        NOT NULL,
  -- Equal errors have an equal one; a new row begins when the last was acknowledged.
  fingerprint     text        NOT NULL,
  severity        text        NOT NULL,
  component       text        NOT NULL,
  code            text        NOT NULL,
  message         text        NOT NULL,
  detail          text,
  remedy          text,
  raw             text,
  count           bigint      NOT NULL,
  first_at        timestamptz NOT NULL,
  last_at         timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note            text
);

CREATE UNIQUE INDEX error_feed_open ON error_feed (pbx_id, fingerprint)
  WHERE acknowledged_at IS NULL;
CREATE INDEX error_feed_latest ON error_feed (last_at DESC, id DESC);
