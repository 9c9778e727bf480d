-- contact.sql - people, and the addresses that they write from.

-- name: contact_lock
-- No mail is decided while who is who changes.
SELECT desk_id FROM desk WHERE desk_id = $1::bigint FOR UPDATE

-- name: contact_list
-- $2 words of a name or address ('' for all), $3 limit.  The last to come
-- first; addresses in the order in which they came.
SELECT c.id, c.name, c.language, c.created,
       (SELECT string_agg(address, E'\n' ORDER BY id) FROM address a
	 WHERE a.desk_id = $1 AND a.contact_id = c.id)
  FROM contact c
 WHERE c.desk_id = $1
   AND EXISTS (SELECT FROM address a
		WHERE a.desk_id = $1 AND a.contact_id = c.id
		  AND ($2::text = ''
		       OR position(postdesk_fold($2::text) IN
				   postdesk_fold(c.name)) > 0
		       OR position(lower($2::text) IN a.address) > 0))
 ORDER BY c.id DESC LIMIT $3::bigint

-- name: contact_of
-- $2 address.
SELECT c.id, c.name, c.language, c.created,
       (SELECT string_agg(address, E'\n' ORDER BY id) FROM address b
	 WHERE b.desk_id = $1 AND b.contact_id = c.id)
  FROM address a
  JOIN contact c ON c.desk_id = $1 AND c.id = a.contact_id
 WHERE a.desk_id = $1 AND a.address = $2::text

-- name: contact_take_over
-- $2 contact, which gets all addresses of contact $3.
UPDATE address SET contact_id = $2::bigint
 WHERE desk_id = $1::bigint AND contact_id = $3::bigint

-- name: contact_add_address
-- $2 id, $3 contact, $4 address: one that has not written yet.
INSERT INTO address (desk_id, id, contact_id, address, name, created)
VALUES ($1::bigint, $2::bigint, $3::bigint, $4::text, '', postdesk_now())

-- name: contact_part
-- $2 id of a new contact, $3 address: who has written from there.
INSERT INTO contact (desk_id, id, name, language, created)
SELECT $1::bigint, $2::bigint, a.name, c.language, postdesk_now()
  FROM address a
  JOIN contact c ON c.desk_id = $1::bigint AND c.id = a.contact_id
 WHERE a.desk_id = $1::bigint AND a.address = $3::text

-- name: contact_part_address
-- $2 contact, $3 address.
UPDATE address SET contact_id = $2::bigint
 WHERE desk_id = $1::bigint AND address = $3::text
