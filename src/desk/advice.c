/* advice.c - what each kind of reply is there to say. */

#include "desk/advice.h"

#include "base/text.h"

static const struct want {
	const char *text;	/* of the reply's name */
	enum { WHOLE, START, END } at;
	const char *placeholder, *why;
} wants[] = {
	{ "ack", START, "number", "nobody can name the message by it" },
	{ "ack-follow-up", WHOLE, "earlier",
	  "nobody learns which message it follows" },
	{ "-closed", END, "opens", "nobody learns when you are back" },
	{ "-holiday", END, "opens", "nobody learns when you are back" },
	{ "survey", WHOLE, "score1", "nobody can say that it was bad" },
	{ "survey", WHOLE, "score5", "nobody can say that it was good" },
};

enum { WANTS = sizeof(wants) / sizeof(wants[0]) };

static bool is_meant(const struct want *want, const char *name)
{
	switch (want->at) {
	case WHOLE:
		return strcmp(name, want->text) == 0;
	case START:
		return text_starts(name, want->text);
	case END:
		return text_ends(name, want->text);
	}
	return false;
}

struct advices advice_on(struct arena *arena,
			 const struct templates *templates)
{
	const size_t replies = template_count(templates);
	struct advice *all = ARENA_ARRAY(arena, struct advice,
					 replies * WANTS);
	size_t count = 0;

	for (size_t i = 0; i < replies; i++) {
		const struct template_key key = template_at(templates, i);

		for (size_t k = 0; k < WANTS; k++)
			if (is_meant(&wants[k], key.name) &&
			    !template_has(templates, key.name, key.language,
					  wants[k].placeholder))
				all[count++] = (struct advice){
					.reply = key,
					.placeholder = wants[k].placeholder,
					.why = wants[k].why,
				};
	}
	return (struct advices){ all, count };
}
