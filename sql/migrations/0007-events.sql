-- 0007-events.sql - what else happens to a ticket.

ALTER TABLE event DROP CONSTRAINT event_kind_check;
ALTER TABLE event ADD CONSTRAINT event_kind_check CHECK (kind IN
			('created', 'received', 'pending-join', 'duplicate',
			 'reopened', 'classified', 'answered',
			 'not-answered', 'bounced', 'related', 'noted',
			 'child', 'thanked', 'admitted', 'merged',
			 'unmerged', 'split', 'closed', 'assigned', 'field',
			 'notified', 'relayed', 'commanded', 'refused',
			 'undone', 'drafted', 'confirmed', 'pended',
			 'opened', 'solved', 'stopped', 'scored', 'offered',
			 'surveyed', 'undelivered', 'escalated', 'erased'));
