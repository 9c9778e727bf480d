/* confirm.c - yes, no, or neither. */

#include "desk/confirm.h"

#include "base/text.h"
#include "desk/proof.h"

enum { WORD = 16 };

static const char *const yes[] = {
	"yes", "ok", "confirm", "send", "ναι", "ja", "oui", "si", "sim", "da",
	"да", "tak", "ano", "evet", "igen", "kylla",
};

static const char *const no[] = {
	"no", "drop", "οχι", "nein", "nee", "non", "nao", "nu", "не", "нет",
	"nie", "ne", "hayir", "nem", "ei",
};

static bool is_in(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* The first line that is not empty: one word, with or without a sign. */
static const char *first_word(struct arena *arena, const char *text)
{
	const char *line, *start, *end, *p;

	text += strspn(text, " \t\n");
	line = text_fold(arena, arena_strndup(arena, text,
					      strcspn(text, "\n")), 4 * WORD);
	start = line + strspn(line, "#*\"' ");
	end = start + strlen(start);
	for (p = start; p < end;) {
		const char *next = p;

		if (!text_is_alnum(text_next(&next, end)))
			break;
		p = next;
	}
	/* "yes, but" is no yes. */
	if (p[strspn(p, ".,!*\"' ")] != '\0')
		return "";
	return arena_strndup(arena, start, (size_t)(p - start));
}

enum confirm_verdict confirm_judge(struct arena *arena,
				   const struct confirm_facts *facts)
{
	const struct known_draft *draft = facts->draft;
	const char *word;

	if (draft == NULL)
		return CONFIRM_UNKNOWN;
	if (facts->automatic)
		return CONFIRM_AUTOMATIC;
	if (!text_same(draft->agent, facts->author))
		return CONFIRM_NOT_AGENT;
	if (facts->auth == AUTH_FAIL)
		return CONFIRM_FAILED;
	if (draft->state != DRAFT_HELD)
		return CONFIRM_SETTLED;
	if (facts->now >= draft->created + PROOF_DRAFT_AGE)
		return CONFIRM_TOO_LATE;
	word = first_word(arena, facts->words);
	if (is_in(yes, sizeof(yes) / sizeof(yes[0]), word))
		return CONFIRM_YES;
	if (is_in(no, sizeof(no) / sizeof(no[0]), word))
		return CONFIRM_NO;
	return CONFIRM_UNCLEAR;
}

const char *confirm_word(enum confirm_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		CONFIRM_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
