-- 0022-cleared.sql - mail does not lie on its server for ever.

ALTER TABLE mail ADD cleared timestamptz;
COMMENT ON COLUMN mail.cleared IS 'Since when it is gone from where it was moved to';
CREATE INDEX mail_moved ON mail (desk_id, mailbox_id, retired)
	WHERE retire = 'done' AND cleared IS NULL;
