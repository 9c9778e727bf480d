-- 0037-erased.sql - mail that is to leave the folder of what was moved.
--
-- It was looked for among all mail that lies there.
CREATE INDEX mail_erased ON mail (desk_id, mailbox_id, ended)
	WHERE erased AND cleared IS NULL;
