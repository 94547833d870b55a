-- How far each node has come with the limits of a key, so that they hold in sum over all nodes.
-- Unlogged: after a crash every node writes its own anew within seconds.
CREATE UNLOGGED TABLE api_key_shares (
  pbx_id      text        NOT NULL,
  node_id     text        NOT NULL,
  key_id      text        NOT NULL,
  connections integer     NOT NULL,
  -- Requests of the node's present minute, and when that ends.
  used        integer     NOT NULL,
  window_ends timestamptz NOT NULL,
  -- By the clock of PostgreSQL; a node that says nothing for a while counts no more.
  told_at     timestamptz NOT NULL,
  PRIMARY KEY (pbx_id, node_id, key_id)
);
