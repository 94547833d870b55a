-- Who did what, when, from where. Append only: a trigger refuses everything else.
CREATE TABLE audit_entries (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pbx_id  text        NOT NULL,
  at      timestamptz NOT NULL,
  actor   text        NOT NULL,
  action  text        NOT NULL,
  subject text,
  address text,
  detail  jsonb       NOT NULL
);

CREATE INDEX audit_entries_actor ON audit_entries (actor, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append only';
END $$;

CREATE TRIGGER audit_entries_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
