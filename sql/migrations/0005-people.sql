-- 0005-people.sql - the addresses of one person, found by the person.

CREATE INDEX address_contact ON address (desk_id, contact_id);
