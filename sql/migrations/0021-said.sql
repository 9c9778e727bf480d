-- 0021-said.sql - what comes again and again, and who complained.

ALTER TABLE mail ADD COLUMN shape bigint;
COMMENT ON COLUMN mail.shape IS 'Of its text without numbers, where its new ticket was acknowledged';
CREATE INDEX mail_shape ON mail (desk_id, shape, ended)
	WHERE shape IS NOT NULL;

ALTER TABLE address ADD COLUMN complained timestamptz;
COMMENT ON COLUMN address.complained IS 'Called our mail abuse since a person last wrote from it';
