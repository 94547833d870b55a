-- Administrators and their sessions. A session is a row: deleting it signs out.
CREATE TABLE admin_users (
  id                   text        PRIMARY KEY,
  pbx_id               text        NOT NULL,
  username             text        NOT NULL,
  -- Lower case: "Admin" and "admin" are one user.
  username_key         text        NOT NULL,
  password_hash        text        NOT NULL,
  role                 text        NOT NULL CHECK (role IN ('admin', 'viewer')),
  enabled              boolean     NOT NULL DEFAULT true,
  must_change_password boolean     NOT NULL DEFAULT false,
  -- Whether it still has the password that everybody knows.
  default_password     boolean     NOT NULL DEFAULT false,
  -- Sealed with the encryption key; the pending one is not in force yet.
  totp_secret          bytea,
  totp_pending         bytea,
  totp_last_step       bigint      NOT NULL DEFAULT 0,
  -- Keyed digests of the codes that were not used yet.
  recovery_codes       text[]      NOT NULL DEFAULT '{}',
  created_at           timestamptz NOT NULL,
  last_sign_in_at      timestamptz,
  UNIQUE (pbx_id, username_key)
);

CREATE TABLE admin_sessions (
  id           text        PRIMARY KEY,
  pbx_id       text        NOT NULL,
  user_id      text        NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  address      text        NOT NULL,
  user_agent   text
);
CREATE INDEX admin_sessions_of_user ON admin_sessions (user_id);
CREATE INDEX admin_sessions_expired ON admin_sessions (expires_at);
