-- 0011-breaker.sql - what stops automatic mail of its own accord.

ALTER TABLE desk
	ADD COLUMN breaker_since	timestamptz,
	ADD COLUMN breaker_until	timestamptz,
	ADD COLUMN breaker_why		text NOT NULL DEFAULT 'none'
			CONSTRAINT desk_breaker_check CHECK (breaker_why IN
			('none', 'rate', 'own-words')),
	ADD COLUMN breaker_reset	timestamptz;
COMMENT ON COLUMN desk.breaker_since IS 'When the breaker opened last';
COMMENT ON COLUMN desk.breaker_until IS 'Until then nothing automatic leaves';
COMMENT ON COLUMN desk.breaker_reset IS 'A person closed it: what was before does not count';

-- May automatic mail of the desk leave, now?
CREATE FUNCTION postdesk_speaks(bigint) RETURNS boolean
	LANGUAGE sql STABLE
	AS $$ SELECT autos AND coalesce(breaker_until <= postdesk_now(), true)
		FROM desk WHERE desk_id = $1 $$;

CREATE TABLE pace (
	desk_id		bigint NOT NULL REFERENCES desk,
	slot		timestamptz NOT NULL,
	mails		integer NOT NULL,
	PRIMARY KEY (desk_id, slot)
);
COMMENT ON TABLE pace IS 'Automatic mails of each ten minutes: what is usual';

-- Our own words that came back.
CREATE INDEX mail_own_words ON mail (desk_id, ended)
	WHERE answer = 'our-own-words';
