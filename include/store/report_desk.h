/* report_desk.h - how a desk stands, and what came to it lately.
 *
 * Ownership: results live in the arena given; words are as in the database.
 * Errors:    those of the database.
 */
#ifndef STORE_REPORT_DESK_H
#define STORE_REPORT_DESK_H

#include "desk/breaker.h"
#include "mail/message.h"
#include "store/db.h"

/* How the desk stands. */
struct report_desk {
	bool autos;		/* automatic mail is on */
	usec_t activated;	/* older mail is never answered */
	int64_t ruleset;	/* 0: none was published yet */
	struct breaker breaker;
	usec_t now;		/* by the business clock */
};

bool report_desk(struct db *db, int64_t desk_id, struct report_desk *desk_r,
		 struct err *err);

/* The first REPORT_HEAD bytes of the newest mails, newest first: their header,
 * as far as anybody reads one. */
enum { REPORT_HEAD = 256 * 1024 };

struct report_head {
	int64_t id;
	const char *bytes;	/* raw and hostile; a NUL behind them */
	size_t size;
};

bool report_heads(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, struct report_head **heads_r, size_t *count_r,
		  struct err *err);

/* Was a mail of that Message-ID worked on?  0: not yet. */
bool report_arrived(struct db *db, int64_t desk_id, const char *message_id,
		    int64_t *mail_id_r, struct err *err);

#endif
