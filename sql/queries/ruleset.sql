-- ruleset.sql - published rules and replies.

-- name: ruleset_active
-- The version that the desk works with; null: none yet.
SELECT ruleset FROM desk WHERE desk_id = $1::bigint

-- name: ruleset_files
-- $2 version.
SELECT path, bytes
  FROM ruleset_file
 WHERE desk_id = $1::bigint AND version = $2::bigint
 ORDER BY path COLLATE "C"

-- name: ruleset_lock
-- One publishes after the other.
SELECT desk_id FROM desk WHERE desk_id = $1::bigint FOR UPDATE

-- name: ruleset_next
-- $2 digest: the next version, the active one, and the newest of that digest.
-- Behind the lock, as a statement of its own: one that waits for the lock goes
-- on to see the versions of before.
SELECT coalesce((SELECT max(version) FROM ruleset
		  WHERE desk_id = $1::bigint), 0) + 1,
       d.ruleset,
       (SELECT max(version) FROM ruleset
	 WHERE desk_id = $1::bigint AND sha256 = $2::bytea)
  FROM desk d
 WHERE d.desk_id = $1::bigint

-- name: ruleset_known
-- $2 digest: the newest version of it.
SELECT max(version) FROM ruleset
 WHERE desk_id = $1::bigint AND sha256 = $2::bytea

-- name: ruleset_add
-- $2 version, $3 digest, $4 author.
INSERT INTO ruleset (desk_id, version, sha256, author, created)
VALUES ($1::bigint, $2::bigint, $3::bytea, $4::text, postdesk_now())

-- name: ruleset_add_files
-- $2 versions, $3 paths, $4 bytes.
INSERT INTO ruleset_file (desk_id, version, path, bytes)
SELECT $1::bigint, u.version, u.path, u.bytes
  FROM unnest($2::bigint[], $3::text[], $4::bytea[])
       AS u (version, path, bytes)

-- name: ruleset_activate
-- $2 version.
UPDATE desk SET ruleset = $2::bigint WHERE desk_id = $1::bigint

-- name: ruleset_activated
-- $2 id, $3 version, $4 way, $5 author.
INSERT INTO activation (desk_id, id, version, way, author, at)
VALUES ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text,
	postdesk_now())

-- name: ruleset_before
-- The version that was active before the one that is now.
SELECT a.version
  FROM desk d
  JOIN activation a ON a.desk_id = $1::bigint AND a.version <> d.ruleset
 WHERE d.desk_id = $1::bigint
 ORDER BY a.at DESC, a.id DESC LIMIT 1

-- name: ruleset_exists
-- $2 version.
SELECT version FROM ruleset
 WHERE desk_id = $1::bigint AND version = $2::bigint

-- name: ruleset_list
-- $2 limit: newest first, with the last time that each became active.
SELECT r.version, r.author, r.created, r.sha256,
       (SELECT count(*) FROM ruleset_file f
	 WHERE f.desk_id = $1::bigint AND f.version = r.version),
       r.version = d.ruleset,
       EXISTS (SELECT FROM shadow s
		WHERE s.desk_id = $1::bigint AND s.version = r.version
		  AND s.ended IS NULL),
       a.way, a.author, a.at
  FROM ruleset r
  JOIN desk d ON d.desk_id = $1::bigint
  LEFT JOIN LATERAL (
	SELECT way, author, at FROM activation
	 WHERE desk_id = $1::bigint AND version = r.version
	 ORDER BY at DESC, id DESC LIMIT 1) a ON true
 WHERE r.desk_id = $1::bigint
 ORDER BY r.version DESC LIMIT $2::bigint
