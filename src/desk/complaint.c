/* complaint.c - somebody calls a mail of ours abuse (RFC 5965). */

#include "desk/notice.h"

#include "base/text.h"
#include "desk/stage_join.h"

#include <inttypes.h>

bool complaint_is(const struct report *report)
{
	static const char *const types[] = { "abuse", "fraud", "opt-out" };

	for (size_t i = 0; report != NULL &&
	     i < sizeof(types) / sizeof(types[0]); i++)
		if (text_same(report->type, types[i]))
			return true;
	return false;
}

static void tell(struct planner *planner, const struct known_outbox *outbox)
{
	struct buffer text = { .arena = planner->arena };

	template_put_value(&text, outbox->recipient);
	notice_queue(planner, &(struct notice){
		.to = planner->decider->desk->admin,
		.dedupe_key = arena_printf(planner->arena,
					   "complaint/%" PRId64, outbox->id),
		.template = "complaint",
		.because = planner->facts->gist->report->type,
		.subject = arena_printf(planner->arena,
					"A mail of %s is called abuse",
					planner->decider->desk->name),
		.markdown = arena_printf(planner->arena,
			"The mail server of %s reports our mail %" PRId64 " to "
			"it as %s. Nothing automatic goes there any more until "
			"a person who is proven writes from it.\n\n"
			"- `postdesk outbox show %" PRId64 "` says what it was"
			"\n", buffer_string(&text), outbox->id,
			planner->facts->gist->report->type, outbox->id),
	});
}

void complaint_plan(struct planner *planner, const struct known_outbox *outbox)
{
	struct plan *plan = &planner->plan;

	plan->ticket_id = planner_whole(planner, outbox->ticket_id);
	plan->complained_outbox = outbox->id;
	if (outbox->ticket_id != 0)
		planner_event(planner, EVENT_NOTED, "complaint",
			      outbox->recipient);
	if (planner->decider->desk->admin != NULL)
		tell(planner, outbox);
}
