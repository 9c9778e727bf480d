/* classify.h - what the rules say of a mail, and why.
 *
 * In two steps: classify_mail() needs only the mail and runs in the cell;
 * classify_ticket() adds the situation and sums up.  Budgets are
 * counted in steps, never in time, so that a verdict can be made again.
 *
 * Ownership: in the arena; rule names are borrowed from the rules.
 * Errors:    none; a budget that ran out is a fact of the result.
 */
#ifndef DESK_CLASSIFY_H
#define DESK_CLASSIFY_H

#include "desk/desk.h"
#include "desk/rules.h"
#include "desk/situation.h"
#include "mail/gist.h"
#include "mail/hit.h"

/* The tag of a ticket whose mail was not looked at to the end. */
#define CLASSIFY_BUDGET_TAG "budget-exceeded"

/* The rules that hold for the mail, and those that the situation decides
 * (rule_hit.open), in the order of the set. */
struct mail_class {
	const struct rule_hit *hits;
	size_t count;
	bool budget_exceeded;
	const char *folded;	/* the visible text by wording_fold(), of which
				 * a very long one lacks its middle; NULL where
				 * no rule asked for it, and outside the cell */
};

enum rule_verdict { RULE_KEEP, RULE_DROP, RULE_QUARANTINE };

/* A rule's part in the judgement, for people. */
struct rule_reason {
	const char *rule;	/* its name */
	const char *excerpt;
	const char *effect;	/* "+40 urgency, queue billing" */
	int score;		/* its part in the urgency */
	bool has_level;
	enum urgency level;
};

/* What a rule makes happen once: a field's name and value, a note's text, the
 * address of an agent or of one who is told. */
struct judged {
	const char *rule;
	const char *name;	/* of a field, else "" */
	const char *value;	/* one line */
};

/* What all rules together can do to one mail's ticket; more is left out. */
enum {
	JUDGEMENT_FIELDS = 10,
	JUDGEMENT_NOTES = 5,
	JUDGEMENT_NOTIFY = 5,
};

struct judgement {
	int score;
	enum urgency urgency;
	bool may_lower;			/* a rule says so of follow-ups */
	const char *queue;
	int tier;
	struct judged agent;		/* its rule is NULL: nobody */
	struct strings tags;		/* the ticket has afterwards */
	struct judged fields[JUDGEMENT_FIELDS];
	size_t field_count;
	struct judged notes[JUDGEMENT_NOTES];
	size_t note_count;
	struct judged notify[JUDGEMENT_NOTIFY];
	size_t notify_count;
	const char *close;		/* the rule that does, or NULL */
	const struct rule_reason *reasons;
	size_t reason_count;
	enum rule_verdict verdict;
	const char *verdict_rule;	/* the rule behind drop, quarantine */
	bool suppress_ack;
	const char *suppress_rule;
	const char *template;		/* of `reply:`, or NULL */
	bool budget_exceeded;
};

struct mail_class classify_mail(struct arena *arena, const struct rules *rules,
				const struct message *message,
				const struct gist *gist);

/* Two sets of rules; `twins` are those of rules_twins(). */
struct classify_sets {
	const struct rules *rules, *other;
	const uint32_t *twins;
};

/* The same by both of them: texts are folded once, and what both ask is asked
 * once. */
struct mail_class classify_mail_too(struct arena *arena,
				    const struct classify_sets *sets,
				    const struct message *message,
				    const struct gist *gist,
				    struct mail_class *other_r);

/* What the patterns of each rule spend on the mail, in steps of base/regex.h,
 * is added to steps[rule]. */
void classify_spent(struct arena *arena, const struct rules *rules,
		    const struct message *message, const struct gist *gist,
		    int64_t *steps);

struct judgement classify_ticket(struct arena *arena,
				 const struct rules *rules,
				 const struct mail_class *mail_class,
				 const struct desk *desk,
				 const struct situation *situation);

/* The rules behind the urgency, as "outage +50: the shop is down". */
const char *classify_reasons(struct arena *arena,
			     const struct judgement *judgement,
			     const char *separator);

/* Can these hits come from classify_mail() with these rules?  For what a
 * process sent that nobody trusts. */
bool classify_sound(const struct rules *rules, const struct rule_hit *hits,
		    size_t count);

#endif
