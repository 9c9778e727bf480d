/* haul.c - pieces from a source, chunks for the ledger. */

#include "app/haul.h"

#include "base/failpoint.h"
#include "base/hmac.h"
#include "store/ledger_raw.h"

struct haulage {
	struct ledger_large *large;
	bool failed;		/* it was the database */
};

static bool put(void *context, const void *bytes, size_t size,
		struct err *err)
{
	struct haulage *haulage = context;

	haulage->failed = !ledger_large_add(haulage->large, bytes, size, err);
	return !haulage->failed;
}

enum haul haul_mail(struct db *db, struct ledger_mailbox *mailbox,
		    struct source *source, const struct source_item *item,
		    bool silent, struct err *err)
{
	struct haulage haulage = { .large = NULL };
	const struct source_sink sink = { put, &haulage };
	struct source_mail mail;
	bool good, added = false;

	haulage.large = ledger_large_begin(db, mailbox, err);
	if (haulage.large == NULL)
		return HAUL_UNSTORED;
	good = FAILPOINT(FETCH_LISTED, err) &&
	       source->verbs->stream(source, item, &sink, &mail, err) &&
	       FAILPOINT(FETCH_READ, err);
	if (!good || mail.item == 0) {
		ledger_large_abandon(&haulage.large);
		return good ? HAUL_GONE : haulage.failed ? HAUL_UNSTORED
							 : HAUL_UNREAD;
	}
	if (!ledger_large_end(&haulage.large, mailbox, &(struct ledger_new){
			.item = mail.item, .received = mail.received },
			silent, &added, err))
		return HAUL_UNSTORED;
	return added ? HAUL_ADDED : HAUL_KNOWN;
}

static bool count(void *context, const void *bytes, size_t size,
		  struct err *err)
{
	(void)err;
	hmac_stream_add(context, bytes, size);
	return true;
}

bool haul_digest(struct source *source, const struct source_item *item,
		 struct source_mail *mail_r, uint8_t sha256_r[32],
		 struct err *err)
{
	struct hmac_stream *stream = hmac_stream_new();
	const struct source_sink sink = { count, stream };
	const bool good = source->verbs->stream(source, item, &sink, mail_r,
						err);

	hmac_stream_end(&stream, sha256_r);
	return good;
}
