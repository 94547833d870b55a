-- Endpoints of integrators, to which the relay carries every event that fits.
CREATE TABLE webhook_endpoints (
  pbx_id               text        NOT NULL,
  id                   text        NOT NULL,
  -- The key it belongs to; NULL was made in the dashboard.
  key_id               text,
  url                  text        NOT NULL,
  -- NULL: all types, all DNs.
  types                text[],
  dns                  text[],
  description          text,
  enabled              boolean     NOT NULL,
  disabled_reason      text,
  -- Sealed with the key of the installation.
  secret               bytea       NOT NULL,
  -- The secret before the last rotation, while both sign.
  previous_secret      bytea,
  previous_valid_until timestamptz,
  created_at           timestamptz NOT NULL,
  -- Failures in a row, since when, and when the open breaker lets the next event probe.
  failures             integer     NOT NULL DEFAULT 0,
  failing_since        timestamptz,
  probe_at             timestamptz,
  last_delivered_at    timestamptz,
  PRIMARY KEY (pbx_id, id)
);
CREATE INDEX webhook_endpoints_key ON webhook_endpoints (pbx_id, key_id, id);

-- How far into the log deliveries have been made of events: moved in the transaction that makes them.
CREATE TABLE webhook_cursor (
  pbx_id   text   NOT NULL PRIMARY KEY,
  epoch    text   NOT NULL,
  sequence bigint NOT NULL
);

CREATE TABLE webhook_deliveries (
  pbx_id          text        NOT NULL,
  id              text        NOT NULL,
  endpoint_id     text        NOT NULL,
  event_id        text        NOT NULL,
  type            text        NOT NULL,
  -- 0 is a test event, which is not of the log.
  sequence        bigint      NOT NULL,
  call_id         text,
  dns             text[],
  -- What is sent; forgotten once it is resolved, since the log has it.
  body            text,
  state           text        NOT NULL,
  created_at      timestamptz NOT NULL,
  -- Attempts that count in the schedule.
  tries           integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  -- Who is sending it, and until when that is believed.
  lease           text,
  leased_until    timestamptz,
  last_attempt_at timestamptz,
  PRIMARY KEY (pbx_id, id),
  UNIQUE (pbx_id, endpoint_id, event_id),
  FOREIGN KEY (pbx_id, endpoint_id) REFERENCES webhook_endpoints (pbx_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (pbx_id, endpoint_id, sequence)
  WHERE state = 'pending';
CREATE INDEX webhook_deliveries_of_call
  ON webhook_deliveries (pbx_id, endpoint_id, call_id, sequence) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (pbx_id, endpoint_id, id DESC);
CREATE INDEX webhook_deliveries_call ON webhook_deliveries (pbx_id, call_id) WHERE call_id IS NOT NULL;
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (pbx_id, created_at);

CREATE TABLE webhook_attempts (
  pbx_id      text             NOT NULL,
  delivery_id text             NOT NULL,
  number      integer          NOT NULL,
  at          timestamptz      NOT NULL,
  status      integer,
  duration_ms double precision NOT NULL,
  answer      text,
  error       text,
  PRIMARY KEY (pbx_id, delivery_id, number),
  FOREIGN KEY (pbx_id, delivery_id) REFERENCES webhook_deliveries (pbx_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_attempts_old ON webhook_attempts (pbx_id, at);
