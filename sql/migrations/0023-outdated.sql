-- 0023-outdated.sql - automatic mail that would not be true any more.

-- desk, ticket, dedupe_key, address: by now the customer wants none, the time
-- that it says is over, somebody has answered, or the ticket is open again.
CREATE FUNCTION postdesk_outdated(bigint, bigint, text, text) RETURNS boolean
	LANGUAGE sql STABLE
	AS $$ SELECT EXISTS (
			SELECT FROM ticket
			 WHERE desk_id = $1 AND id = $2
			   AND (quiet IS NOT NULL OR
				($3 SIMILAR TO '(closed|survey)/%' AND
				 (state <> 'closed' OR
				  merged_into IS NOT NULL)))) OR
		EXISTS (SELECT FROM response
			 WHERE desk_id = $1 AND ticket_id = $2
			   AND $3 LIKE 'ack/%'
			   AND (promised <= postdesk_now() OR
				answered IS NOT NULL)) OR
		EXISTS (SELECT FROM address
			 WHERE desk_id = $1 AND address = $4
			   AND (spam IS NOT NULL OR bounced IS NOT NULL OR
				complained IS NOT NULL)) $$;
