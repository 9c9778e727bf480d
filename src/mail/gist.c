/* gist.c - gather what can be said of a mail before the past is known. */

#include "mail/gist.h"

#include "mail/language.h"
#include "mail/origin_reason.h"

struct gist gist_of(struct arena *arena, const struct message *message,
		    const struct gist_desk *desk)
{
	const struct strings nothing_known = { 0 };
	struct gist gist = {
		.fold = fold_text(arena, message, &nothing_known),
		.bounce = bounce_read(arena, message),
		.report = bounce_report(arena, message),
		.auth = auth_judge(arena, message, &desk->pins),
		.tokens = token_find(arena, message),
	};

	gist.origin = origin_judge(arena, message, &gist.fold, gist.bounce,
				   gist.report, &desk->ours);
	/* A report quotes mails; it forwards none, and has no language. */
	if (gist.bounce == NULL && gist.report == NULL) {
		gist.forward = forward_read(arena, message);
		gist.language = language_of(gist.fold.visible);
	}
	return gist;
}

struct gist gist_minimal(struct arena *arena, const struct message *message)
{
	const char *unparsed = origin_reason_word(BECAUSE_UNPARSED);
	struct fold_part *whole = ARENA_NEW(arena, struct fold_part);

	whole->end = message->text_size;
	return (struct gist){
		.fold = { .parts = whole, .count = message->text_size > 0,
			  .visible = message->text },
		.origin = { .kind = ORIGIN_PERSON, .word = unparsed,
			    .answer_word = unparsed },
		.auth = { .evidence = "" },
	};
}
