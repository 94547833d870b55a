-- Changes of state and samples of latency of each connection, for bars and lines of the dashboard.
CREATE TABLE connection_changes (
  pbx_id    text        NOT NULL,
  component text        NOT NULL,
  at        timestamptz NOT NULL,
  -- NULL: the relay stopped, and nothing is known until the next row.
  state     text
);
CREATE INDEX connection_changes_at ON connection_changes (component, at);

CREATE TABLE connection_latencies (
  pbx_id     text        NOT NULL,
  component  text        NOT NULL,
  at         timestamptz NOT NULL,
  latency_ms real        NOT NULL
);
CREATE INDEX connection_latencies_at ON connection_latencies (component, at);
