/* failpoint_list.h - the names of the failpoints, and where they stand. */
#ifndef BASE_FAILPOINT_LIST_H
#define BASE_FAILPOINT_LIST_H

/* In the order in which a mail comes by. */
#define FAILPOINTS(ROW)						\
	/* begin: settings, keys, schema, rules */		\
	ROW(FAILPOINT_SETTINGS, "settings")			\
	ROW(FAILPOINT_KEYS, "keys")				\
	ROW(FAILPOINT_SECRET, "secret")				\
	ROW(FAILPOINT_DB_CONNECT, "db-connect")		\
	ROW(FAILPOINT_DB_CONNECTED, "db-connected")		\
	ROW(FAILPOINT_MIGRATE, "migrate")			\
	ROW(FAILPOINT_MIGRATE_STEP, "migrate-step")		\
	ROW(FAILPOINT_MIGRATE_COMMIT, "migrate-commit")		\
	ROW(FAILPOINT_MIGRATED, "migrated")			\
	ROW(FAILPOINT_RULES_READ, "rules-read")			\
	ROW(FAILPOINT_RULES_LOADED, "rules-loaded")		\
	ROW(FAILPOINT_PUBLISH, "publish")			\
	ROW(FAILPOINT_PUBLISHED, "published")			\
	ROW(FAILPOINT_WORKER_STARTED, "worker-started")		\
	ROW(FAILPOINT_WORKER_ENDED, "worker-ended")		\
	/* IMAP: each command, and its answer */		\
	ROW(FAILPOINT_IMAP_GREETED, "imap-greeted")		\
	ROW(FAILPOINT_IMAP_CAPABILITY_SENT, "imap-capability-sent")	\
	ROW(FAILPOINT_IMAP_CAPABILITY_ANSWERED, "imap-capability-answered")	\
	ROW(FAILPOINT_IMAP_STARTTLS_SENT, "imap-starttls-sent")	\
	ROW(FAILPOINT_IMAP_STARTTLS_ANSWERED, "imap-starttls-answered")	\
	ROW(FAILPOINT_IMAP_LOGIN_SENT, "imap-login-sent")	\
	ROW(FAILPOINT_IMAP_LOGIN_ANSWERED, "imap-login-answered")	\
	ROW(FAILPOINT_IMAP_SELECT_SENT, "imap-select-sent")	\
	ROW(FAILPOINT_IMAP_SELECT_ANSWERED, "imap-select-answered")	\
	ROW(FAILPOINT_IMAP_SEARCH_SENT, "imap-search-sent")	\
	ROW(FAILPOINT_IMAP_SEARCH_ANSWERED, "imap-search-answered")	\
	ROW(FAILPOINT_IMAP_FETCH_SENT, "imap-fetch-sent")	\
	ROW(FAILPOINT_IMAP_FETCH_ANSWERED, "imap-fetch-answered")	\
	ROW(FAILPOINT_IMAP_MOVE_SENT, "imap-move-sent")		\
	ROW(FAILPOINT_IMAP_MOVE_ANSWERED, "imap-move-answered")	\
	ROW(FAILPOINT_IMAP_CREATE_SENT, "imap-create-sent")	\
	ROW(FAILPOINT_IMAP_CREATE_ANSWERED, "imap-create-answered")	\
	ROW(FAILPOINT_IMAP_COPY_SENT, "imap-copy-sent")		\
	ROW(FAILPOINT_IMAP_COPY_ANSWERED, "imap-copy-answered")	\
	ROW(FAILPOINT_IMAP_STORE_SENT, "imap-store-sent")	\
	ROW(FAILPOINT_IMAP_STORE_ANSWERED, "imap-store-answered")	\
	ROW(FAILPOINT_IMAP_EXPUNGE_SENT, "imap-expunge-sent")	\
	ROW(FAILPOINT_IMAP_EXPUNGE_ANSWERED, "imap-expunge-answered")	\
	ROW(FAILPOINT_IMAP_IDLE_SENT, "imap-idle-sent")		\
	ROW(FAILPOINT_IMAP_IDLE_ANSWERED, "imap-idle-answered")	\
	ROW(FAILPOINT_IMAP_DONE_SENT, "imap-done-sent")		\
	ROW(FAILPOINT_IMAP_DONE_ANSWERED, "imap-done-answered")	\
	ROW(FAILPOINT_IMAP_NOOP_SENT, "imap-noop-sent")		\
	ROW(FAILPOINT_IMAP_NOOP_ANSWERED, "imap-noop-answered")	\
	/* fetch: mailbox to ledger */				\
	ROW(FAILPOINT_CONTACT, "contact")			\
	ROW(FAILPOINT_CONTACTED, "contacted")			\
	ROW(FAILPOINT_FETCH_LISTED, "fetch-listed")		\
	ROW(FAILPOINT_FETCH_READ, "fetch-read")			\
	ROW(FAILPOINT_LEDGER_COMMIT, "ledger-commit")		\
	ROW(FAILPOINT_LEDGER_COMMITTED, "ledger-committed")	\
	/* ingest: ledger to ticket */				\
	ROW(FAILPOINT_CLAIMED, "claimed")			\
	ROW(FAILPOINT_CLAIM_READ, "claim-read")			\
	ROW(FAILPOINT_CELL_STARTED, "cell-started")		\
	ROW(FAILPOINT_CELL_FED, "cell-fed")			\
	ROW(FAILPOINT_CELL_READING, "cell-reading")		\
	ROW(FAILPOINT_CELL_READ, "cell-read")			\
	ROW(FAILPOINT_CELL_ANSWERED, "cell-answered")		\
	ROW(FAILPOINT_CELL_DONE, "cell-done")			\
	ROW(FAILPOINT_HISTORY, "history")			\
	ROW(FAILPOINT_HISTORY_READ, "history-read")		\
	ROW(FAILPOINT_DECIDED, "decided")			\
	ROW(FAILPOINT_COMMIT_LOCKED, "commit-locked")		\
	ROW(FAILPOINT_COMMIT, "commit")				\
	ROW(FAILPOINT_COMMITTED, "committed")			\
	/* fetch: out of the mailbox, and off the server */	\
	ROW(FAILPOINT_RETIRE, "retire")				\
	ROW(FAILPOINT_MOVED, "moved")				\
	ROW(FAILPOINT_RETIRED, "retired")			\
	ROW(FAILPOINT_CLEAR, "clear")				\
	ROW(FAILPOINT_CLEARED, "cleared")			\
	/* SMTP: each verb, and its answer */			\
	ROW(FAILPOINT_SMTP_GREETING_ANSWERED, "smtp-greeting-answered")	\
	ROW(FAILPOINT_SMTP_EHLO_SENT, "smtp-ehlo-sent")		\
	ROW(FAILPOINT_SMTP_EHLO_ANSWERED, "smtp-ehlo-answered")	\
	ROW(FAILPOINT_SMTP_STARTTLS_SENT, "smtp-starttls-sent")	\
	ROW(FAILPOINT_SMTP_STARTTLS_ANSWERED, "smtp-starttls-answered")	\
	ROW(FAILPOINT_SMTP_AUTH_SENT, "smtp-auth-sent")		\
	ROW(FAILPOINT_SMTP_AUTH_ANSWERED, "smtp-auth-answered")	\
	ROW(FAILPOINT_SMTP_MAIL_SENT, "smtp-mail-sent")		\
	ROW(FAILPOINT_SMTP_MAIL_ANSWERED, "smtp-mail-answered")	\
	ROW(FAILPOINT_SMTP_RCPT_SENT, "smtp-rcpt-sent")		\
	ROW(FAILPOINT_SMTP_RCPT_ANSWERED, "smtp-rcpt-answered")	\
	ROW(FAILPOINT_SMTP_RSET_SENT, "smtp-rset-sent")		\
	ROW(FAILPOINT_SMTP_RSET_ANSWERED, "smtp-rset-answered")	\
	ROW(FAILPOINT_SMTP_DATA_SENT, "smtp-data-sent")		\
	ROW(FAILPOINT_SMTP_DATA_ANSWERED, "smtp-data-answered")	\
	ROW(FAILPOINT_SMTP_DOT_SENT, "smtp-dot-sent")		\
	ROW(FAILPOINT_SMTP_DOT_ANSWERED, "smtp-dot-answered")	\
	ROW(FAILPOINT_SMTP_QUIT_SENT, "smtp-quit-sent")		\
	ROW(FAILPOINT_SMTP_QUIT_ANSWERED, "smtp-quit-answered")	\
	ROW(FAILPOINT_SMTP_BODY_SENT, "smtp-body-sent")		\
	/* deliver: outbox to server */				\
	ROW(FAILPOINT_OUTBOX_CLAIM, "outbox-claim")		\
	ROW(FAILPOINT_OUTBOX_CLAIMED, "outbox-claimed")		\
	ROW(FAILPOINT_OFFERED, "offered")			\
	ROW(FAILPOINT_DOT_COMMIT, "dot-commit")			\
	ROW(FAILPOINT_DOT_MARKED, "dot-marked")			\
	ROW(FAILPOINT_ANSWERED, "answered")			\
	ROW(FAILPOINT_RESULT_COMMIT, "result-commit")		\
	ROW(FAILPOINT_RESULT_COMMITTED, "result-committed")	\
	/* tick: what the clock brings */			\
	ROW(FAILPOINT_TICK_PENDING, "tick-pending")		\
	ROW(FAILPOINT_TICK_TELL, "tick-tell")			\
	ROW(FAILPOINT_TICK_RECOVER, "tick-recover")		\
	ROW(FAILPOINT_TICK_FAULTS, "tick-faults")		\
	ROW(FAILPOINT_TICK_UNREACHED, "tick-unreached")		\
	ROW(FAILPOINT_TICK_ANSWERS, "tick-answers")		\
	ROW(FAILPOINT_TICK_RETENTION, "tick-retention")		\
	ROW(FAILPOINT_TICK_SURVEY, "tick-survey")		\
	ROW(FAILPOINT_TICKED, "ticked")				\
	/* people: drafts, reconcile, erase */			\
	ROW(FAILPOINT_RECONCILE, "reconcile")			\
	ROW(FAILPOINT_RECONCILE_READ, "reconcile-read")		\
	ROW(FAILPOINT_RECONCILED, "reconciled")			\
	ROW(FAILPOINT_ERASE_COMMIT, "erase-commit")		\
	ROW(FAILPOINT_ERASED, "erased")

#endif
