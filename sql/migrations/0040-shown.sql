-- 0040-shown.sql - what was written now stands there once.
--
-- Of most mails a signature or a quote is folded, and what is left of them stood
-- beside the text: a quarter of all that a mail wrote.  It is made of lines of
-- the text, so that it is enough to know which.

ALTER TABLE message ADD shown text;
COMMENT ON COLUMN message.visible IS 'What was written now, without quotes; null: see shown';
COMMENT ON COLUMN message.shown IS 'From which byte of text, how many were written now, 0+120 310+16; null: visible, or all of it';

-- text, visible, shown: what was written now.
CREATE FUNCTION postdesk_visible(text, text, text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT CASE WHEN $2 IS NOT NULL THEN $2
			  WHEN $3 IS NULL THEN $1
			  ELSE (
		WITH whole AS MATERIALIZED (
			SELECT convert_to($1, 'UTF8') AS bytes)
		SELECT convert_from(string_agg(substr(w.bytes,
				split_part(p.piece, '+', 1)::integer + 1,
				split_part(p.piece, '+', 2)::integer), ''
				ORDER BY p.place), 'UTF8')
		  FROM whole w, string_to_table($3, ' ') WITH ORDINALITY
				p (piece, place)) END $$;
COMMENT ON FUNCTION postdesk_visible(text, text, text) IS 'Of a message: text, visible, shown';

CREATE OR REPLACE VIEW v_message AS
SELECT m.desk_id, m.id, t.number AS ticket, m.direction, m.created,
       m.from_address, m.from_name, m.subject,
       postdesk_visible(m.text, m.visible, m.shown) AS visible, m.text,
       m.language, m.unverified, m.mail_id AS mail, m.message_id
  FROM message m
  JOIN ticket t ON t.desk_id = m.desk_id AND t.id = m.ticket_id;
