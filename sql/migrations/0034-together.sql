-- 0034-together.sql - what is written together is not looked up again.
--
-- A tenth of all that the database did for a mail was to look up, and lock, for
-- each of a dozen rows the ticket that the same transaction had just written.
-- Tickets, mails and mailboxes are never deleted, and what a ticket is made of
-- (its messages, and outgoing mail) goes on proving that it is there: the end of
-- its mails, its history, tags, clues and so on come with them or not at all.
ALTER TABLE event DROP CONSTRAINT event_desk_id_ticket_id_fkey;
ALTER TABLE mention DROP CONSTRAINT mention_desk_id_ticket_id_fkey;
ALTER TABLE clue DROP CONSTRAINT clue_desk_id_ticket_id_fkey;
ALTER TABLE tag DROP CONSTRAINT tag_desk_id_ticket_id_fkey;
ALTER TABLE participant DROP CONSTRAINT participant_desk_id_ticket_id_fkey;
ALTER TABLE response DROP CONSTRAINT response_desk_id_ticket_id_fkey;
ALTER TABLE relation
	DROP CONSTRAINT relation_desk_id_ticket_id_fkey,
	DROP CONSTRAINT relation_desk_id_other_id_fkey;
ALTER TABLE trace DROP CONSTRAINT trace_desk_id_mail_id_fkey;
ALTER TABLE mail DROP CONSTRAINT mail_desk_id_ticket_id_fkey;

-- Taken in, a mail raises the mark of its mailbox in the same transaction.
ALTER TABLE mail DROP CONSTRAINT mail_desk_id_mailbox_id_fkey;
