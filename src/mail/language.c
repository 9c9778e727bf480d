/* language.c - the script first, then grams of letters. */

#include "mail/language.h"

#include "mail/grams.h"
#include "mail/languagemodel.h"
#include "mail/script.h"
#include "base/text.h"

#define READ_BYTES 8000

/* Fewer letters of one script say nothing. */
#define FEWEST_LETTERS 4

/* Is one of these characters in the text, in lower or upper case? */
static bool has_any(const char *text, const char *letters)
{
	const char *end = text + strnlen(text, READ_BYTES);

	while (text < end) {
		char one[5] = { 0 };

		text_put(one, text_lower_of(text_next(&text, end)));
		if ((unsigned char)one[0] >= 0x80 &&
		    strstr(letters, one) != NULL)
			return true;
	}
	return false;
}

/* Letters that only some languages of a script have; the first row that holds
 * decides.  NULL: none of them is there. */
static const char *by_letters(const char *text, enum script script)
{
	static const struct {
		enum script script;
		const char *letters, *beside;	/* NULL: needs no others */
		const char *language;
	} rows[] = {
		{ SCRIPT_ARABIC, "ٹڑےڈ", NULL, "ur" },
		{ SCRIPT_ARABIC, "پچگژ", NULL, "fa" },
		{ SCRIPT_CYRILLIC, "ў", NULL, "be" },
		{ SCRIPT_CYRILLIC, "їєґ", NULL, "uk" },
		{ SCRIPT_CYRILLIC, "і", "ыэё", "be" },
		{ SCRIPT_CYRILLIC, "і", NULL, "uk" },
		{ SCRIPT_CYRILLIC, "ѓќѕ", NULL, "mk" },
		{ SCRIPT_CYRILLIC, "ђћ", NULL, "sr" },
		{ SCRIPT_CYRILLIC, "ыэё", NULL, "ru" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].script == script &&
		    has_any(text, rows[i].letters) &&
		    (rows[i].beside == NULL || has_any(text, rows[i].beside)))
			return rows[i].language;
	return script == SCRIPT_ARABIC ? "ar" : NULL;
}

/* How many of eight bytes that are ASCII are letters. */
static size_t letters_of(uint64_t eight)
{
	const uint64_t small = eight | ASCII_EACH(0x20);
	const uint64_t from_a = small + ASCII_EACH(0x80 - 'a');
	const uint64_t behind_z = small + ASCII_EACH(0x80 - 'z' - 1);
	const uint64_t letters = (from_a ^ behind_z) >> 7 & ASCII_EACH(1);

	return letters * ASCII_EACH(1) >> 56;
}

/* Letters of each script; links are left out by mail/grams, and do
 * not matter here: they are Latin. */
static enum script main_script(const char *text, size_t count[SCRIPT_COUNT])
{
	const char *end = text + strnlen(text, READ_BYTES);
	enum script best = SCRIPT_NONE;

	while (text < end) {
		uint32_t c;

		while (end - text >= 8 && ascii_only(text, 8)) {
			count[SCRIPT_LATIN] += letters_of(ascii_load(text));
			text += 8;
		}
		if (text == end)
			break;
		c = text_next(&text, end);
		if (c >= 0x80)
			count[script_of(c)]++;
		else
			count[SCRIPT_LATIN] += ascii_alpha((int)c);
	}
	count[SCRIPT_NONE] = 0;
	/* Names of products are Latin everywhere. */
	count[SCRIPT_LATIN] /= 3;
	for (int s = 1; s < SCRIPT_COUNT; s++)
		if (count[s] > count[best])
			best = (enum script)s;
	return best;
}

/* What a script alone says, or a letter of it. */
static const char *by_script(const char *text, enum script script,
			     const size_t count[SCRIPT_COUNT])
{
	static const char *const languages[SCRIPT_COUNT] = {
		[SCRIPT_GREEK] = "el",
		[SCRIPT_HEBREW] = "he",
		[SCRIPT_KANA] = "ja",
		[SCRIPT_HANGUL] = "ko",
		[SCRIPT_THAI] = "th",
		[SCRIPT_ARMENIAN] = "hy",
		[SCRIPT_GEORGIAN] = "ka",
	};

	if (script == SCRIPT_HAN)
		return count[SCRIPT_KANA] * 10 >= count[SCRIPT_HAN] ? "ja" :
			"zh";
	if (script == SCRIPT_CYRILLIC || script == SCRIPT_ARABIC)
		return by_letters(text, script);
	return languages[script];
}

const char *language_of(const char *text)
{
	size_t count[SCRIPT_COUNT] = { 0 };
	enum script script = main_script(text, count);
	const char *certain;

	if (script == SCRIPT_NONE || (count[script] < FEWEST_LETTERS &&
				      script != SCRIPT_LATIN))
		return NULL;
	certain = by_script(text, script, count);
	if (certain != NULL)
		return certain;
	return grams_language(script == SCRIPT_LATIN ? &languagemodel_latin :
			      &languagemodel_cyrillic, text);
}

static bool is_of(const struct languagemodel *model, const char *code)
{
	for (size_t i = 0; i < model->count; i++)
		if (strcmp(model->languages[i], code) == 0)
			return true;
	return false;
}

bool language_is_told(const char *code)
{
	/* By script or letter alone. */
	static const char *const certain[] = {
		"el", "he", "ja", "zh", "ko", "th", "hy", "ka", "ar", "fa",
		"ur",
	};

	for (size_t i = 0; i < sizeof(certain) / sizeof(certain[0]); i++)
		if (strcmp(certain[i], code) == 0)
			return true;
	return is_of(&languagemodel_latin, code) ||
	       is_of(&languagemodel_cyrillic, code);
}
