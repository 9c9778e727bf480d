/* reply.c - which reply a customer gets, in which language, and its values. */

#include "desk/stage_answer.h"

#include "desk/when.h"

#include <inttypes.h>

/* The mail's own language, else what the person wrote in last. */
static const char *wanted_language(const struct planner *planner)
{
	if (planner->plan.language[0] != '\0')
		return planner->plan.language;
	if (planner->known != NULL && planner->known->language[0] != '\0')
		return planner->known->language;
	return planner->decider->desk->language;
}

/* The one a reply of that name would be in; NULL where there is none. */
static const char *language_of(const struct planner *planner, const char *name)
{
	return template_language(planner->decider->templates, name,
				 wanted_language(planner),
				 planner->decider->desk->language);
}

/* Is there a reply that suits the customer's language as well as the usual? */
static bool suits(const struct planner *planner, const char *name,
		  const char *usual)
{
	const char *language = language_of(planner, name);
	const char *other = language_of(planner, usual);

	return language != NULL &&
	       (other == NULL || strcmp(language, other) == 0);
}

/* What is said in these days; else, of a ticket that follows one that was
 * closed too long ago, the words for that. */
static const char *acknowledgement(const struct planner *planner)
{
	const char *notice = hours_notice(planner->hours,
					  planner->history->now);

	if (notice != NULL && suits(planner, notice, "ack"))
		return notice;
	return planner->reopen == REOPEN_TOO_LATE &&
	       suits(planner, "ack-follow-up", "ack") ? "ack-follow-up" :
							"ack";
}

/* The reply that a rule chose, if there is one. */
static const char *chosen_of(const struct planner *planner)
{
	const char *chosen = planner->judgement.template;

	return chosen != NULL && template_exists(planner->decider->templates,
						 chosen) ? chosen : NULL;
}

static const char *open_reply(const struct planner *planner, bool neutral)
{
	const char *chosen = chosen_of(planner);

	if (neutral)
		return "ack-neutral";
	return chosen != NULL && !offer_joins(planner, chosen)
		? chosen : acknowledgement(planner);
}

/* `ack` on some occasion: `ack-closed`, if there is one in a language that
 * suits the customer as well; else NULL. */
static const char *on_occasion(const struct planner *planner,
			       const char *name, const char *occasion)
{
	const char *other = arena_printf(planner->arena, "%s-%s", name,
					 occasion);

	return suits(planner, other, name) ? other : NULL;
}

/* While nobody is there: on a day off, or outside of the hours of another; if
 * it can be said until when. */
static const char *closed_reply(const struct planner *planner,
				const char *name)
{
	const char *closed = NULL;

	if (planner->opens == PLANNER_NEVER)
		return name;
	if (hours_holiday(planner->hours, planner->history->now))
		closed = on_occasion(planner, name, "holiday");
	if (closed == NULL)
		closed = on_occasion(planner, name, "closed");
	return closed == NULL ? name : closed;
}

static const struct incident *incident_now(const struct planner *planner)
{
	return incident_of(&planner->history->incidents,
			   planner->ticket.queue);
}

/* A fault that is known says more than that nobody is there. */
static const char *reply_now(const struct planner *planner, const char *name)
{
	const char *other = incident_now(planner) == NULL ? NULL
		: on_occasion(planner, name, "incident");

	if (other != NULL)
		return other;
	return planner->open ? name : closed_reply(planner, name);
}

static const char *incident_said(const struct planner *planner,
				 const char *language)
{
	const struct incident *incident = incident_now(planner);

	return incident == NULL ? "" : incident_words(incident, language);
}

/* The operator wrote it in one language; into another it would not fit. */
static const char *in_language(const struct planner *planner,
			       const char *text, const char *language)
{
	return strcmp(language, planner->decider->desk->language) == 0
		? text : "";
}

static const char *opens_of(const struct planner *planner,
			    const char *language)
{
	if (planner->open || planner->opens == PLANNER_NEVER)
		return "";
	/* On the same clocks as the promise beside it. */
	return await_name_zone(planner, when_render(
		planner->arena, planner->zone == NULL ? planner->hours->zone
						      : planner->zone,
		planner->opens, planner->history->now, language));
}

static const char *earlier_of(const struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;

	if (planner->reopen != REOPEN_TOO_LATE || winner == NULL)
		return "";
	return arena_printf(planner->arena, "%" PRId64,
			    winner->ticket->ticket.number);
}

/* Words of the sender go only to a sender who was proven. */
static struct template_values values_of(const struct planner *planner,
					bool neutral, const char *language)
{
	const struct message *message = planner->facts->message;

	return (struct template_values){
		.number = arena_printf(planner->arena, "%" PRId64,
				       planner->ticket.number),
		.subject = neutral ? "" : planner->ticket.subject,
		.customer = neutral || message->from.count == 0
			? "" : message->from.at[0].name,
		.desk = planner->decider->desk->display_name,
		.promise = await_render(planner, language),
		.opens = opens_of(planner, language),
		.earlier = earlier_of(planner),
		.holiday = in_language(planner,
				       hours_name(planner->hours,
						  planner->history->now),
				       language),
		.incident = incident_said(planner, language),
	};
}

/* A reply that stands in the acknowledgement speaks its language, and the
 * acknowledgement has a place for it; else it goes alone. */
static void choose_within(struct planner *planner)
{
	const char *chosen = chosen_of(planner);
	const char *language = language_of(planner, planner->reply);

	if (chosen == NULL || !offer_joins(planner, chosen))
		return;
	if (language != NULL && suits(planner, chosen, planner->reply) &&
	    template_has(planner->decider->templates, planner->reply,
			 language, "answer"))
		planner->within = chosen;
	else
		planner->reply = chosen;
}

static bool choose(struct planner *planner, bool neutral)
{
	planner->reply = reply_now(planner, open_reply(planner, neutral));
	planner->within = NULL;
	if (!neutral)
		choose_within(planner);
	planner->reply_language = language_of(planner, planner->reply);
	if (planner->reply_language == NULL)
		return false;
	if (!neutral)
		offer_find(planner, planner->reply_language);
	return true;
}

static bool render(const struct planner *planner, const char *name,
		   const struct template_values *values,
		   struct rendered *rendered_r)
{
	return template_render(planner->arena, planner->decider->templates,
			       name, planner->reply_language,
			       planner->reply_language, values, rendered_r);
}

void reply_write(const struct planner *planner, bool neutral,
		 struct rendered *rendered_r)
{
	struct template_values values = values_of(planner, neutral,
						  planner->reply_language);
	struct rendered answer;

	if (!neutral)
		offer_put(planner, &values);
	if (planner->within != NULL &&
	    render(planner, planner->within, &values, &answer))
		values.answer = answer.markdown;
	render(planner, planner->reply, &values, rendered_r);
}

bool reply_render(struct planner *planner, bool neutral,
		  struct rendered *rendered_r)
{
	if (!choose(planner, neutral))
		return false;
	reply_write(planner, neutral, rendered_r);
	return true;
}

const char *reply_name(const struct planner *planner)
{
	return planner->within == NULL ? planner->reply :
	       arena_printf(planner->arena, "%s+%s", planner->reply,
			    planner->within);
}
