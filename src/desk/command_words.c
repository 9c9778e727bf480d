/* command_words.c - the names of commands, and what is said of wrong ones. */

#include "desk/command.h"

#include "base/text.h"

static const char *const words[] = {
#define ROW(name, word, argument, again) [name] = word,
	COMMAND_KINDS(ROW)
#undef ROW
};

/* As the manual writes them. */
static const char *const usages[] = {
	[COMMAND_NOTE] = "#note",
	[COMMAND_CLOSE] = "#close",
	[COMMAND_OPEN] = "#open",
	[COMMAND_PENDING] = "#pending 3d",
	[COMMAND_ASSIGN] = "#assign maria",
	[COMMAND_TAKE] = "#take",
	[COMMAND_QUEUE] = "#queue billing",
	[COMMAND_URGENCY] = "#urgency high",
	[COMMAND_TIER] = "#tier 2",
	[COMMAND_TAG] = "#tag +vip -trial",
	[COMMAND_JOIN] = "#join",
	[COMMAND_SPLIT] = "#split",
	[COMMAND_MERGE] = "#merge 123",
	[COMMAND_CANNED] = "#canned name",
	[COMMAND_LANG] = "#lang el",
	[COMMAND_CC] = "#cc ann@example.org",
	[COMMAND_UNCC] = "#uncc",
	[COMMAND_SPAM] = "#spam",
	[COMMAND_WHY] = "#why",
	[COMMAND_UNDO] = "#undo",
	[COMMAND_HELP] = "#help",
	[COMMAND_NEW] = "#new to: ann@example.org",
	[COMMAND_INSIST] = "#insist",
	[COMMAND_TRANSCRIPT] = "#transcript",
};
_Static_assert(sizeof(usages) / sizeof(usages[0]) == COMMAND_COUNT,
	       "each command says how it is written");

static const char *const reasons[] = {
#define ROW(name, word) [name] = word,
	COMMAND_REASONS(ROW)
#undef ROW
};

/* What is said behind the line itself. */
static const char *const sentences[] = {
	[COMMAND_UNKNOWN] = "is no command",
	[COMMAND_MISSING] = "needs something behind it",
	[COMMAND_UNWANTED] = "takes nothing behind it",
	[COMMAND_NO_NUMBER] = "needs the number of a ticket",
	[COMMAND_NO_DURATION] =
		"needs a time such as 3d, 2 weeks or 2026-12-24",
	[COMMAND_NO_URGENCY] = "needs low, normal, high or critical",
	[COMMAND_NO_TIER] = "needs 1, 2 or 3",
	[COMMAND_NO_TAGS] = "needs tags such as +vip -trial",
	[COMMAND_NO_ADDRESS] = "needs one mail address",
	[COMMAND_NO_LANGUAGE] = "needs the code of a language such as el",
	[COMMAND_TOO_LONG] = "is too long",
	[COMMAND_TWICE] = "stands here twice",
	[COMMAND_TOO_MANY] = "is one command too many",
	[COMMAND_MISPLACED] = "must stand above all other lines",
	[COMMAND_IMPOSSIBLE] = "cannot be done",
};
_Static_assert(sizeof(sentences) / sizeof(sentences[0]) ==
	       COMMAND_REASON_COUNT, "each reason is said in words");

bool command_find(struct arena *arena, const char *word,
		  const struct command_aliases *aliases,
		  enum command_kind *kind_r)
{
	const char *wanted = text_fold(arena, word, COMMAND_ARGUMENT);

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(wanted, words[i]) == 0) {
			*kind_r = (enum command_kind)i;
			return true;
		}
	for (size_t i = 0; aliases != NULL && i < aliases->count; i++)
		if (strcmp(wanted, text_fold(arena, aliases->at[i].word,
					     COMMAND_ARGUMENT)) == 0) {
			*kind_r = aliases->at[i].kind;
			return true;
		}
	return false;
}

const struct command *command_of(const struct commands *commands,
				 enum command_kind kind)
{
	for (size_t i = 0; i < commands->count; i++)
		if (commands->at[i].kind == kind)
			return &commands->at[i];
	return NULL;
}

const char *command_word(enum command_kind kind)
{
	return words[kind];
}

const char *command_usage(enum command_kind kind)
{
	return usages[kind];
}

const char *command_reason_word(enum command_reason why)
{
	return reasons[why];
}

const char *command_reason_sentence(enum command_reason why)
{
	return sentences[why];
}
