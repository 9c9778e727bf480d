-- 0016-delivery.sql - mail that is held, a queue that stands still, and what
-- fails softly.

CREATE INDEX outbox_held ON outbox (desk_id, due) WHERE state = 'held';

CREATE TABLE outbox_pause (
	desk_id		bigint NOT NULL PRIMARY KEY REFERENCES desk,
	since		timestamptz NOT NULL,
	until		timestamptz,
	times		integer NOT NULL,
	words		text NOT NULL
);
COMMENT ON TABLE outbox_pause IS 'The SMTP server refuses a desk altogether: when to see again';
COMMENT ON COLUMN outbox_pause.until IS 'Nothing is tried before; null: the queue runs';
COMMENT ON COLUMN outbox_pause.times IS 'In a row: the pauses become longer';
COMMENT ON COLUMN outbox_pause.words IS 'What the server said';

ALTER TABLE address ADD soft_bounces integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN address.soft_bounces IS 'Mails to it that failed softly since it last wrote';
