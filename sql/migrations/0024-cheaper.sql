-- 0024-cheaper.sql - what every statement asks, for less.
--
-- A function in SQL that looks something up is planned again by each statement
-- that calls it, and that cost more than its answer: that of the first two is
-- kept for the session now.  The fourth became a set, which the planner puts
-- into the statement that asks, where it is planned once.

CREATE OR REPLACE FUNCTION postdesk_now() RETURNS timestamptz
	LANGUAGE plpgsql STABLE
	AS $$ BEGIN
		RETURN now() + coalesce((SELECT shift FROM clock
					  WHERE desk_id = 0), interval '0');
	END $$;

CREATE OR REPLACE FUNCTION postdesk_alive() RETURNS bigint[]
	LANGUAGE plpgsql STABLE
	AS $$ BEGIN
		RETURN (SELECT array_agg(substr(application_name, 10)::bigint)
			  FROM pg_stat_activity
			 WHERE application_name ~ '^postdesk-[0-9]{1,18}$');
	END $$;

CREATE OR REPLACE FUNCTION postdesk_speaks(bigint) RETURNS boolean
	LANGUAGE plpgsql STABLE
	AS $$ BEGIN
		RETURN (SELECT autos AND
			       coalesce(breaker_until <= postdesk_now(), true)
			  FROM desk WHERE desk_id = $1);
	END $$;

-- desk, ticket, dedupe_key, address: a row where by now the customer wants
-- none, the time that it says is over, somebody has answered, or the ticket is
-- open again.  Looked up by key: nothing asks EXISTS (see history.sql).
DROP FUNCTION postdesk_outdated(bigint, bigint, text, text);
CREATE FUNCTION postdesk_outdated(bigint, bigint, text, text)
	RETURNS SETOF boolean
	LANGUAGE sql STABLE ROWS 1
	AS $$ SELECT true
	       WHERE (SELECT true FROM ticket
		       WHERE desk_id = $1 AND id = $2
			 AND (quiet IS NOT NULL OR
			      ($3 SIMILAR TO '(closed|survey)/%' AND
			       (state <> 'closed' OR
				merged_into IS NOT NULL)))
		       LIMIT 1)
		  OR (SELECT true FROM response
		       WHERE desk_id = $1 AND ticket_id = $2
			 AND $3 LIKE 'ack/%'
			 AND (promised <= (SELECT postdesk_now()) OR
			      answered IS NOT NULL)
		       LIMIT 1)
		  OR (SELECT true FROM address
		       WHERE desk_id = $1 AND address = $4
			 AND (spam IS NOT NULL OR bounced IS NOT NULL OR
			      complained IS NOT NULL)
		       LIMIT 1) $$;
