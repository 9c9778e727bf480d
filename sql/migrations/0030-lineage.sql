-- 0030-lineage.sql - which database this is, and what it may have forgotten.

-- The server, its timeline (another one since each promotion) and the database
-- in it (another one where a dump was put back).
CREATE FUNCTION postdesk_lineage() RETURNS text
	LANGUAGE sql STABLE
	AS $$ SELECT (SELECT system_identifier FROM pg_control_system())
		|| '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()),
				 1, 8)
		|| '/' || (SELECT oid FROM pg_database
			    WHERE datname = current_database()) $$;

CREATE TABLE lineage (
	desk_id		bigint NOT NULL REFERENCES desk,
	server		text NOT NULL,
	noticed		timestamptz,
	PRIMARY KEY (desk_id)
);
COMMENT ON TABLE lineage IS 'The database that the desk worked with: another one may have forgotten the last commits';
COMMENT ON COLUMN lineage.noticed IS 'Another one was found; no worker works until `postdesk reconcile` has run';

ALTER TABLE mailbox ADD COLUMN forgotten timestamptz;
COMMENT ON COLUMN mailbox.forgotten IS 'Unknown mail that came before may have been answered by a database that is gone: it is taken in silently';
