/* specimen.c - replies to an example customer. */

#include "desk/specimen.h"

#include "base/text.h"
#include "desk/letter.h"
#include "desk/when.h"

enum {
	NEUTRAL_LIMIT = 4 * 1024,	/* bytes of a mail, with its header */
	LIMIT = 24 * 1024,
	LANGUAGES = 100,
};

/* Sunday, 4 January 2026, at noon; the Monday that follows, at nine, and at
 * one. */
#define WRITTEN (20457 * USEC_DAY + 12 * USEC_HOUR)
#define OPENS (20458 * USEC_DAY + 9 * USEC_HOUR)
#define ANSWERED (OPENS + 4 * USEC_HOUR)

static const struct zone_change always = { 0, 0 };
static const struct zone utc = { "UTC", &always, 1 };

/* As long as signed addresses are. */
#define BUTTON "support+abcdefghijklmnopqrstuvwxyz234567@desk.example"

/* It signs what is never sent. */
static const struct token_key signing = { .id = 'a' };

static const struct desk desk = {
	.id = 1, .name = "example", .display_name = "Example Desk",
	.address = "support@desk.example",
	.token_address = "support@desk.example", .address_tokens = true,
	.ring = { &signing, 1, 1 },
};

static const struct mailbox customer = {
	"Example Customer", "customer@mail.example",
};
static const struct message example = {
	.message_id = "example@mail.example", .subject = "Example subject",
	.from_fields = 1, .from = { &customer, 1, 1 },
};

static bool is_neutral(const char *name)
{
	return text_starts(name, "ack-neutral");
}

/* What the operator would have written himself. */
static const struct template_article article = {
	.title = "Example article", .text = "Example text.",
	.link = "https://desk.example/article", .solved = BUTTON,
};

/* To who was not proven nothing is offered. */
static struct template_values values_for(struct arena *arena, bool neutral,
					 const char *language)
{
	const char *button = neutral ? "" : BUTTON;
	struct template_values values = {
#define ROW(name) .name = button,
		TEMPLATE_BUTTONS(ROW)
#undef ROW
		.number = "1042",
		.subject = neutral ? "" : example.subject,
		.customer = neutral ? "" : customer.name,
		.desk = desk.display_name,
		.promise = when_render_by(arena, &utc, ANSWERED, WRITTEN,
					  language),
		.opens = when_render(arena, &utc, OPENS, WRITTEN, language),
		.earlier = "987",
		.holiday = "", .incident = "",
		.article_count = !neutral,
	};

	values.articles[0] = article;
	return values;
}

static struct draft draft_of(struct arena *arena, bool neutral,
			     const struct rendered *rendered)
{
	return letter_draft(arena, &(struct letter){
		.desk = &desk, .message = &example,
		.answered = example.message_id,
		.number = 1042, .item = 1, .now = WRITTEN,
		.rendered = rendered, .neutral = neutral,
	});
}

bool specimen_compose(struct arena *arena, const struct templates *templates,
		      const char *name, const char *language,
		      struct specimen *specimen_r, struct err *err)
{
	const bool neutral = is_neutral(name);
	struct template_values values = values_for(arena, neutral, language);
	struct rendered *rendered = &specimen_r->rendered;
	struct draft draft;

	if (!template_render(arena, templates, name, language, language,
			     &values, rendered))
		return err_permanent(err, "replies/%s/%s.md: found no such "
				     "reply", name, language);
	if (template_joins(templates, name) &&
	    template_has(templates, "ack", language, "answer")) {
		values.answer = rendered->markdown;
		template_render(arena, templates, "ack", language, language,
				&values, rendered);
	}
	draft = draft_of(arena, neutral, rendered);
	return compose_message(arena, &draft, &specimen_r->composed, err);
}

/* What is written to stand in the acknowledgement has a place there. */
static bool has_place(const struct templates *templates,
		      struct template_key key, struct err *err)
{
	if (!template_joins(templates, key.name) ||
	    template_language(templates, "ack", key.language, "") == NULL ||
	    template_has(templates, "ack", key.language, "answer"))
		return true;
	return err_permanent(err, "replies/ack/%s.md: found no `{{answer}}`, "
			     "expected one on a line of its own, because "
			     "replies/%s is written to stand there",
			     key.language, key.name);
}

bool specimen_check(struct arena *arena, const struct templates *templates,
		    struct err *err)
{
	for (size_t i = 0; i < template_count(templates); i++) {
		const struct template_key key = template_at(templates, i);
		const size_t limit = is_neutral(key.name)
			? NEUTRAL_LIMIT : LIMIT;
		struct specimen specimen;

		if (!has_place(templates, key, err) ||
		    !specimen_compose(arena, templates, key.name, key.language,
				      &specimen, err))
			return false;
		if (specimen.composed.size > limit)
			return err_permanent(err, "replies/%s/%s.md: found a "
					     "mail of %zu bytes, expected at "
					     "most %zu", key.name,
					     key.language,
					     specimen.composed.size, limit);
	}
	return true;
}

struct strings specimen_languages(struct arena *arena,
				  const struct templates *templates)
{
	const char **languages = ARENA_ARRAY(arena, const char *, LANGUAGES);
	struct strings all = { languages, 0 };

	for (size_t i = 0; i < template_count(templates) &&
			   all.count < LANGUAGES; i++) {
		const char *language = template_at(templates, i).language;

		if (strings_find(&all, language) == NULL)
			languages[all.count++] = language;
	}
	return all;
}
