-- Keys of integrators. Of the secret only a bcrypt hash is kept.
CREATE TABLE api_keys (
  pbx_id                text        NOT NULL,
  id                    text        NOT NULL,
  client_name           text        NOT NULL,
  scopes                text[]      NOT NULL,
  -- NULL: all DNs, all networks.
  dns                   text[],
  networks              text[],
  expires_at            timestamptz,
  -- 0 is no limit.
  rate_limit_per_minute integer     NOT NULL,
  secret_hash           text        NOT NULL,
  -- The secret before the last rotation, while both are valid.
  previous_hash         text,
  previous_valid_until  timestamptz,
  created_at            timestamptz NOT NULL,
  revoked_at            timestamptz,
  last_used_at          timestamptz,
  PRIMARY KEY (pbx_id, id)
);
CREATE INDEX api_keys_newest ON api_keys (pbx_id, created_at DESC, id DESC);

-- Requests by day (UTC) and route, written in groups.
CREATE TABLE api_key_usage (
  pbx_id   text   NOT NULL,
  key_id   text   NOT NULL,
  day      date   NOT NULL,
  route    text   NOT NULL,
  requests bigint NOT NULL,
  errors   bigint NOT NULL,
  PRIMARY KEY (pbx_id, key_id, day, route)
);

-- Single-use tickets: a digest of the ticket, deleted by its first use on whichever node.
CREATE TABLE api_tickets (
  pbx_id     text        NOT NULL,
  digest     bytea       NOT NULL,
  key_id     text        NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (pbx_id, digest)
);
CREATE INDEX api_tickets_expired ON api_tickets (expires_at);
