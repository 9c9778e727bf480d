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
-- The next version, and the digest of the active one.
SELECT coalesce((SELECT max(version) FROM ruleset
		  WHERE desk_id = $1::bigint), 0) + 1,
       d.ruleset, r.sha256
  FROM desk d
  LEFT JOIN ruleset r ON r.desk_id = d.desk_id AND r.version = d.ruleset
 WHERE d.desk_id = $1::bigint
   FOR UPDATE OF d

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
