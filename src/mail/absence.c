/* absence.c - subjects and sentences of out-of-office replies. */

#include "mail/absence.h"

#include "base/text.h"
#include "mail/absence_words.h"

/* How much is read: a program says it at once, a person who asks for leave
 * or tells of a form says something else first. */
enum { SUBJECT_BYTES = 200, TEXT_BYTES = 200 };

/* What programs put after the words: nothing, a colon and the subject that
 * they answer, or brackets. */
static bool ends_as_programs_write(const char *rest)
{
	static const char *const after[] = {
		":", " :", " re:", " aw:", " - re:", "! ", " (re:", ";",
		"\xef\xbc\x9a",
	};

	if (rest[strspn(rest, " !.")] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (text_starts(rest, after[i]))
			return true;
	return false;
}

/* A person's answer to an absence, or a forward of one. */
static bool is_answer(const char *folded)
{
	static const char *const prefixes[] = {
		"re:", "aw:", "sv:", "vs:", "fw:", "fwd:", "wg:", "rv:",
		"tr:", "απ:", "σχετ:", "השב:", "fs:",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (text_starts(folded, prefixes[i]))
			return true;
	return false;
}

/* What one row says of a subject. */
static enum absence judge(const struct absence_words *row,
			  const char *folded)
{
	size_t len;

	if (row->place == TEXT)
		return ABSENCE_NONE;
	len = strlen(row->words);
	if (folded[0] != row->words[0] ||
	    strncmp(folded, row->words, len) != 0)
		return row->place == SUBJECT_SURE &&
		       strstr(folded, row->words) != NULL ?
		       ABSENCE_HINTED : ABSENCE_NONE;
	if (row->place == SUBJECT_SURE &&
	    (row->words[len - 1] == ']' ||
	     ends_as_programs_write(folded + len)))
		return ABSENCE_SAID;
	return ABSENCE_HINTED;
}

enum absence absence_in_subject(struct arena *arena, const char *subject)
{
	const char *folded = text_fold(arena, subject, SUBJECT_BYTES);
	enum absence absence = ABSENCE_NONE;
	const struct absence_words *row;

	if (is_answer(folded))
		return ABSENCE_NONE;
	for (size_t i = 0; (row = absence_words(i)) != NULL; i++) {
		enum absence said = judge(row, folded);

		if (said > absence)
			absence = said;
	}
	return absence;
}

bool absence_in_text(struct arena *arena, const char *visible)
{
	const char *text = text_fold(arena, visible, TEXT_BYTES);
	const struct absence_words *row;

	for (size_t i = 0; (row = absence_words(i)) != NULL; i++)
		if (row->place == TEXT && strstr(text, row->words) != NULL)
			return true;
	return false;
}
