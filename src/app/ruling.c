/* ruling.c - ask every rule, where the mail can do no harm. */

#include "app/ruling.h"

#include "app/locked.h"
#include "base/text.h"
#include "desk/explain.h"
#include "desk/rule.h"
#include "mail/parse.h"

enum { WORDS_LIMIT = 300, TESTS_SHOWN = 3 };

/* Between the words of a line; no text that is one line holds it. */
#define BORDER "\x1f"

/* --- in the child --- */

static void put_line(struct buffer *out, const char *words)
{
	buffer_text(out, text_line(out->arena, words, strlen(words),
				   WORDS_LIMIT));
}

/* The first tests of a group say more than its name: "any (text: …)". */
static void put_group(struct buffer *out, const struct explanation *all,
		      size_t group)
{
	size_t shown = 0;

	put_line(out, all->at[group].words);
	for (size_t i = group + 1; i < all->count && all->at[i].depth > 0;
	     i++) {
		if (!all->at[i].is_test)
			continue;
		if (shown == TESTS_SHOWN) {
			buffer_text(out, "; …");
			break;
		}
		buffer_text(out, shown++ == 0 ? " (" : "; ");
		put_line(out, all->at[i].words);
	}
	if (shown > 0)
		buffer_char(out, ')');
}

static void put_words(struct buffer *out, const struct explanation *all)
{
	const char *found = "";
	bool first = true;

	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].holds && all->at[i].excerpt[0] != '\0')
			found = all->at[i].excerpt;
	buffer_text(out, BORDER);
	put_line(out, found);
	buffer_text(out, BORDER);
	for (size_t i = 0; i < all->count; i++) {
		const struct explained *at = &all->at[i];

		if (at->depth > 0 || at->holds)
			continue;
		buffer_text(out, first ? "" : "; ");
		put_group(out, all, i);
		first = false;
	}
	buffer_char(out, '\n');
}

static void answer(const void *context, struct reader *reader,
		   struct arena *arena, struct buffer *out)
{
	const struct ruling_work *work = context;
	const struct rules *rules = work->decider->rules;
	struct identity identity;
	const struct message *message = identity_undo(arena,
		parse_message(arena, reader, work->bytes, work->size),
		&work->decider->desk->gist, &identity);
	struct gist gist = gist_of(arena, message,
				   &work->decider->desk->gist);
	const struct decide_facts facts = {
		.received = work->received, .message = message,
		.gist = &gist,
	};
	struct situation situation;
	struct view view;

	gist.identity = identity;
	situation = redecide_situation(arena, work->decider, &facts,
				       work->past);
	view = view_of(arena, message, &gist);
	for (size_t i = 0; i < rules_count(rules); i++) {
		struct explanation all;

		/* Each as if it were alone. */
		view.budget = REGEX_MAIL_BUDGET;
		all = explain_rule(arena, rules, i, &view, &situation);
		buffer_printf(out, "%d" BORDER "%d" BORDER "%zu" BORDER "%zu",
			      all.holds, all.near, all.held, all.wanted);
		put_words(out, &all);
	}
}

/* --- in the command --- */

static const char *next_word(struct arena *arena, const char **at,
			     const char *border)
{
	size_t size = strcspn(*at, border);
	const char *word = text_line(arena, *at, size, 4 * WORDS_LIMIT);

	*at += size + ((*at)[size] != '\0');
	return word;
}

static void read_ruling(struct arena *arena, const struct rules *rules,
			size_t i, const char **at, struct ruling *ruling)
{
	ruling->rule = rules_name(rules, i);
	ruling->place = rules_place(rules, i);
	ruling->holds = next_word(arena, at, BORDER)[0] == '1';
	ruling->near = next_word(arena, at, BORDER)[0] == '1';
	ruling->held = (int)strtol(next_word(arena, at, BORDER), NULL, 10);
	ruling->wanted = (int)strtol(next_word(arena, at, BORDER), NULL, 10);
	ruling->found = next_word(arena, at, BORDER);
	ruling->failed = next_word(arena, at, "\n");
}

/* Behind a rule that stops no other is looked at. */
static void heed_stop(struct arena *arena, const struct rules *rules,
		      struct ruling *rulings)
{
	const char *behind = NULL;

	for (size_t i = 0; i < rules_count(rules); i++) {
		if (behind != NULL) {
			rulings[i].holds = false;
			rulings[i].near = false;
			rulings[i].held = 0;
			rulings[i].failed = behind;
		} else if (rulings[i].holds && rules->at[i].stop) {
			behind = arena_printf(arena, "behind the stop of %s",
					      rulings[i].rule);
		}
	}
}

bool ruling_read(struct arena *arena, const struct ruling_work *work,
		 struct ruling **rulings_r, size_t *count_r, struct err *err)
{
	const struct rules *rules = work->decider->rules;
	struct buffer out = { .arena = arena };
	const char *at;

	if (!locked_run(answer, work, work->secrets, &out, err))
		return false;
	at = buffer_string(&out);
	*rulings_r = ARENA_ARRAY(arena, struct ruling, rules_count(rules));
	*count_r = rules_count(rules);
	for (size_t i = 0; i < *count_r; i++) {
		if (*at == '\0')
			return err_permanent(err, "the mail kills its "
					     "reader");
		read_ruling(arena, rules, i, &at, &(*rulings_r)[i]);
	}
	heed_stop(arena, rules, *rulings_r);
	return true;
}
