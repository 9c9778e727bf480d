/* offer.c - what stands in an acknowledgement besides its own words: another
 * reply, articles and buttons. */

#include "desk/stage_answer.h"

/* The mail opened the ticket, or is a copy of the one that did. */
static bool is_first(const struct planner *planner)
{
	return planner->plan.disposition != DISPOSITION_JOINED;
}

bool offer_joins(const struct planner *planner, const char *reply)
{
	return is_first(planner) &&
	       template_joins(planner->decider->templates, reply);
}

void offer_find(struct planner *planner, const char *language)
{
	const struct decide_facts *facts = planner->facts;
	const struct decider *decider = planner->decider;
	const struct article_ask ask = {
		.subject = facts->message->subject,
		.text = planner_visible(planner, NULL),
		.language = language,
	};

	planner->offer_count = 0;
	if (facts->unparsed || !is_first(planner) ||
	    !template_has(decider->templates, planner->reply, language,
			  "articles"))
		return;
	planner->offer_count = article_match(planner->arena,
					     decider->articles, &ask,
					     planner->offers);
}

static const char *button(const struct planner *planner, enum button button)
{
	return button_address(planner->arena, planner->decider->desk,
			      planner->ticket.number, button);
}

void offer_put(const struct planner *planner, struct template_values *values)
{
	values->solved = button(planner, BUTTON_SOLVED);
	values->stop = button(planner, BUTTON_STOP);
	for (size_t i = 0; i < planner->offer_count; i++) {
		const struct article *article = planner->offers[i].article;

		values->articles[i] = (struct template_article){
			.title = article->title,
			.text = article->text,
			.link = article->link,
			.solved = button(planner,
					 (enum button)(BUTTON_ARTICLE1 + i)),
		};
	}
	values->article_count = planner->offer_count;
}

void offer_plan(struct planner *planner)
{
	const size_t count = planner->offer_count;
	struct buffer names = { .arena = planner->arena };
	const char **at = ARENA_ARRAY(planner->arena, const char *, count);

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		at[i] = planner->offers[i].article->name;
		buffer_printf(&names, "%s%s", i == 0 ? "" : ", ", at[i]);
	}
	planner->plan.offered = (struct strings){ at, count };
	planner_event(planner, EVENT_OFFERED, planner->reply,
		      buffer_string(&names));
}
