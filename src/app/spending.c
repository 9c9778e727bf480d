/* spending.c - read some mails, and count what rules spend on them. */

#include "app/spending.h"

#include "app/locked.h"
#include "desk/classify.h"

#include <inttypes.h>

static void spend(const struct spending_work *work, struct reader *reader,
		  const struct trial_mail *mail, int64_t *steps)
{
	ARENA(arena);
	struct identity identity;
	const struct message *message = identity_undo(arena,
		parse_message(arena, reader, mail->bytes, mail->size),
		&work->desk->gist, &identity);
	struct gist gist = gist_of(arena, message, &work->desk->gist);

	gist.identity = identity;
	classify_spent(arena, work->rules, message, &gist, steps);
}

static void measure(const void *context, struct reader *reader,
		    struct arena *arena, struct buffer *out)
{
	const struct spending_work *work = context;
	size_t count = rules_count(work->rules);
	int64_t *steps = ARENA_ARRAY(arena, int64_t, count);

	for (size_t i = 0; i < work->count; i++)
		if (work->mails[i].judged && !work->mails[i].unparsed &&
		    work->mails[i].bytes != NULL)
			spend(work, reader, &work->mails[i], steps);
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%" PRId64 "\n", steps[i]);
}

bool spending_measure(struct arena *arena, const struct spending_work *work,
		      int64_t *steps_r, struct err *err)
{
	struct buffer out = { .arena = arena };
	const char *at;

	if (!locked_run(measure, work, work->secrets, &out, err))
		return false;
	at = buffer_string(&out);
	for (size_t i = 0; i < rules_count(work->rules); i++) {
		char *end;

		steps_r[i] = strtoll(at, &end, 10);
		if (end == at || *end != '\n')
			return err_permanent(err, "a mail kills its reader");
		at = end + 1;
	}
	return true;
}
