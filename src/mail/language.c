/* language.c - the script first, then grams of letters. */

#include "mail/language.h"

#include "mail/languagemodel.h"
#include "mail/script.h"
#include "base/text.h"

/* Limits: so many bytes and words are read, so many letters of one word; so
 * many different grams are counted, of 8 bytes at most.  SLOTS is a power of
 * two well above them. */
#define READ_BYTES 8000
#define WORDS 150
#define LETTERS 40
#define GRAMS 3000
#define SLOTS 4096

/* Fewer letters of one script say nothing. */
#define FEWEST_LETTERS 4

/* How far the best must be before the second, and how many words it takes;
 * measured by tests/language/measure.py. */
#define MARGIN 9
#define FEWEST_WORDS 2

/* The grams of a text, counted. */
struct grams {
	uint64_t keys[SLOTS];		/* 0: free */
	uint16_t counts[SLOTS];
	size_t used;
};

/* One word in lower case between borders: "_word_". */
struct word {
	char text[(LETTERS + 2) * 4];
	size_t at[LETTERS + 3];		/* where each character starts */
	size_t count;			/* characters, with the borders */
};

static size_t slot_of(const struct grams *grams, uint64_t key)
{
	size_t slot = (size_t)((key * 0x9e3779b97f4a7c15u) >> 40) % SLOTS;

	while (grams->keys[slot] != 0 && grams->keys[slot] != key)
		slot = (slot + 1) % SLOTS;
	return slot;
}

static uint64_t key_of(const char *text, size_t size)
{
	uint64_t key = 0;

	for (size_t i = 0; i < size; i++)
		key = key << 8 | (unsigned char)text[i];
	return key;
}

/* Count the characters [from, to) of the word as one gram. */
static void count_gram(struct grams *grams, const struct word *word,
		       size_t from, size_t to)
{
	size_t size = word->at[to] - word->at[from], slot;
	uint64_t key;

	if (size > sizeof(uint64_t))
		return;
	key = key_of(word->text + word->at[from], size);
	slot = slot_of(grams, key);
	if (grams->keys[slot] == 0) {
		if (grams->used == GRAMS)
			return;
		grams->used++;
		grams->keys[slot] = key;
	}
	grams->counts[slot]++;
}

/* Pairs, triples, what is not ASCII, the end of a word and a short word as a
 * whole: the same as in tests/language/train.py. */
static void count_word(struct grams *grams, const struct word *word)
{
	size_t count = word->count;

	for (size_t i = 0; i + 2 <= count; i++)
		count_gram(grams, word, i, i + 2);
	for (size_t i = 0; i + 3 <= count; i++)
		count_gram(grams, word, i, i + 3);
	for (size_t i = 0; i < count; i++)
		if (word->at[i + 1] - word->at[i] > 1)
			count_gram(grams, word, i, i + 1);
	if (count >= 4 && count <= 8)
		count_gram(grams, word, 0, count);
	if (count > 4)
		count_gram(grams, word, count - 4, count);
}

static void add_char(struct word *word, uint32_t c)
{
	size_t start = word->at[word->count];

	word->count++;
	if (c < 0x80)
		word->text[start] = (char)c;
	word->at[word->count] = start + (c < 0x80 ? 1 :
					 text_put(word->text + start, c));
}

/* The word at `p`: letters of any script.  Returns what is behind it. */
static const char *read_word(const char *p, const char *end, struct word *word)
{
	word->count = 0;
	word->at[0] = 0;
	add_char(word, '_');
	while (p < end) {
		const char *next = p;
		uint32_t c = text_next(&next, end);

		if (!text_is_alnum(c) || (c >= '0' && c <= '9'))
			break;
		if (word->count <= LETTERS)
			add_char(word, text_lower_of(c));
		p = next;
	}
	add_char(word, '_');
	return p;
}

/* Addresses and links are in no language.  Looked at once for all that stands
 * between two blanks: that may be as long as the text. */
static bool is_link(const char *p, const char *end)
{
	size_t size = (size_t)(end - p);

	return memchr(p, '@', size) != NULL || memmem(p, size, "://", 3);
}

static bool is_host(const char *p, const char *end)
{
	return end - p > 4 && text_starts(p, "www.");
}

static const char *skip_blank(const char *p)
{
	return p + strspn(p, " \t\n");
}

/* The grams of the text's first words; how many words there were. */
static size_t count_grams(const char *text, struct grams *grams)
{
	size_t words = 0;

	for (const char *p = skip_blank(text); *p != '\0' && words < WORDS;) {
		const char *end = p + strcspn(p, " \t\n");

		if (is_link(p, end))
			p = end;
		while (p < end && !is_host(p, end) && words < WORDS) {
			struct word word;
			const char *behind = read_word(p, end, &word);

			if (word.count > 2) {
				count_word(grams, &word);
				words++;
			}
			p = behind;
			if (p < end)
				text_next(&p, end);
		}
		p = skip_blank(end);
	}
	return words;
}

static int weight_of(char c)
{
	if (c >= '1' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'i' ? 'a' - 1 - c : 0;
}

/* The language that the grams speak for, or NULL. */
static const char *weigh(const struct languagemodel *model,
			 const struct grams *grams)
{
	long score[32] = { 0 };
	size_t best = 0;
	const char *p = model->grams;

	while (*p != '\0') {
		uint64_t key = 0;
		size_t slot;

		/* key_of() up to the space. */
		for (; *p != ' '; p++)
			key = key << 8 | (unsigned char)*p;
		slot = slot_of(grams, key);
		p++;
		for (size_t l = 0; l < model->count && grams->counts[slot]; l++)
			score[l] += weight_of(p[l]) * grams->counts[slot];
		p += model->count + 1;
	}
	for (size_t l = 1; l < model->count; l++)
		if (score[l] > score[best])
			best = l;
	for (size_t l = 0; l < model->count; l++)
		if (l != best && score[best] - score[l] < MARGIN)
			return NULL;
	return model->languages[best];
}

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

/* Letters of each script; links are left out by the words of count_grams(),
 * and do not matter here: they are Latin. */
static enum script main_script(const char *text, size_t count[SCRIPT_COUNT])
{
	const char *end = text + strnlen(text, READ_BYTES);
	enum script best = SCRIPT_NONE;

	while (text < end) {
		const uint32_t c = text_next(&text, end);

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
	struct grams grams = { 0 };
	const char *certain;
	size_t words;

	if (script == SCRIPT_NONE || (count[script] < FEWEST_LETTERS &&
				      script != SCRIPT_LATIN))
		return NULL;
	certain = by_script(text, script, count);
	if (certain != NULL)
		return certain;
	words = count_grams(text, &grams);
	if (words < FEWEST_WORDS)
		return NULL;
	return weigh(script == SCRIPT_LATIN ? &languagemodel_latin :
		     &languagemodel_cyrillic, &grams);
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
