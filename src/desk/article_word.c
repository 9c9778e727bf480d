/* article_word.c - words, their stems, and what is written in front of them. */

#include "desk/article_word.h"

#include "base/text.h"

#include <stdlib.h>

/* Folded; in the order of their bytes.  Words of courtesy, of asking and of
 * grammar: they stand in any mail. */
static const char *const common[] = {
	"aber", "about", "after", "again", "aidez", "ainda", "aitah", "alla",
	"already", "also", "always", "and", "are", "auch", "avec", "been",
	"before", "bitte", "bonjour", "can", "cannot", "como", "could",
	"dann", "dans", "das", "del", "den", "der", "desde", "die", "does",
	"ein", "eine", "einen", "enam", "est", "et", "ette", "find", "for",
	"from", "get", "have", "hello", "help", "here", "how", "ich", "ihre",
	"ikka", "into", "ist", "jaoks", "just", "kann", "kas", "kui",
	"kuidas", "kus", "kust", "less", "mais", "many", "meie", "mein",
	"mida", "miks", "mille", "mina", "minu", "mit", "more", "mulle",
	"need", "nicht", "not", "oder", "oma", "on", "only", "our", "palun",
	"para", "pas", "please", "por", "pour", "puedo", "saab", "saan",
	"sain", "selle", "siis", "since", "some", "still", "teie", "tere",
	"thank", "thanks", "that", "the", "their", "them", "then", "there",
	"they", "this", "und", "une", "use", "using", "vaga", "veel", "very",
	"votre", "vous", "wann", "want", "was", "were", "what", "when",
	"where", "which", "why", "wie", "will", "wir", "with", "would", "you",
	"your",
};

/* The same of Greek, Cyrillic and Hebrew. */
static const char *const common_far[] = {
	"αλλα", "αν", "αυτο", "για", "δεν", "εδω", "ειναι", "εχω", "θα",
	"θελω", "και", "καλημερα", "καλησπερα", "μας", "με", "μια", "μου",
	"μπορω", "να", "οι", "οταν", "οτι", "παρακαλω", "πολυ", "που", "πως",
	"σας", "στη", "στο", "τη", "την", "της", "τι", "το", "τον", "του",
	"των", "ωστε", "без", "больше", "вам", "вас", "ваш", "вы", "где",
	"для", "как", "когда", "меня", "мне", "могу", "можно", "мой", "нас",
	"наш", "нет", "пожалуйста", "почему", "что", "это", "איכ", "איפה",
	"אנחנו", "אני", "אפשר", "את", "אתמ", "בבקשה", "גמ", "האמ", "הוא",
	"היא", "זאת", "זה", "יש", "כל", "כנ", "לא", "לי", "לנו", "מה",
	"מהבוקר", "מתי", "נא", "עוד", "על", "עמ", "רוצה", "רק", "שלום", "שלי",
	"שלכ", "שלכמ", "שלנו", "תודה",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int by_bytes(const void *key, const void *at)
{
	return strcmp(key, *(const char *const *)at);
}

static bool is_in(const char *const *words, size_t count, const char *text)
{
	return bsearch(text, words, count, sizeof(*words), by_bytes) != NULL;
}

bool article_word_is_common(const struct article_word *word)
{
	/* Nobody asks about a letter or two. */
	if (word->letters < 2)
		return true;
	return (unsigned char)word->text[0] < 0x80
		? word->letters < 3 || is_in(common, COUNT(common), word->text)
		: is_in(common_far, COUNT(common_far), word->text);
}

bool article_word_next(const char **p, struct article_word *word_r)
{
	const char *at = *p, *end = *p + strlen(*p);

	*word_r = (struct article_word){ .size = 0 };
	while (at < end) {
		const char *from = at;
		uint32_t c = text_next(&at, end);

		if (!text_is_alnum(c)) {
			if (word_r->size > 0)
				break;
			continue;
		}
		word_r->letters++;
		/* What is longer than any word is none; it is skipped. */
		if (word_r->size + (size_t)(at - from) > ARTICLE_WORD_LIMIT)
			continue;
		memcpy(word_r->text + word_r->size, from, (size_t)(at - from));
		word_r->size += (size_t)(at - from);
	}
	*p = at;
	return word_r->size > 0;
}

enum script { SCRIPT_LATIN, SCRIPT_GREEK, SCRIPT_HEBREW, SCRIPTS };

static enum script script_of(const struct article_word *word)
{
	const char *p = word->text;
	uint32_t c = text_next(&p, word->text + word->size);

	if (c >= 0x590 && c < 0x600)
		return SCRIPT_HEBREW;
	return c >= 0x370 && c < 0x530 ? SCRIPT_GREEK : SCRIPT_LATIN;
}

bool article_word_is_dense(const struct article_word *word)
{
	return script_of(word) == SCRIPT_HEBREW;
}

enum { LONGEST = 10 };	/* what is longer loses as much as this */

/* How many letters of a word of so many are its stem; 0: all, and nothing may
 * follow.  Greek and Cyrillic (one row) bend more than others, Hebrew writes
 * no vowels. */
static const unsigned char stems[SCRIPTS][LONGEST + 1] = {
	[SCRIPT_LATIN]  = { 0, 0, 0, 0, 4, 5, 5, 6, 6, 7, 7 },
	[SCRIPT_GREEK]  = { 0, 0, 0, 0, 4, 4, 5, 5, 6, 7, 8 },
	[SCRIPT_HEBREW] = { 0, 0, 0, 3, 4, 4, 5, 6, 6, 7, 8 },
};

static size_t bytes_of(const struct article_word *word, size_t letters)
{
	const char *p = word->text, *end = word->text + word->size;

	while (letters-- > 0 && p < end)
		text_next(&p, end);
	return (size_t)(p - word->text);
}

size_t article_word_stem(const struct article_word *word, bool *whole_r)
{
	const unsigned char *row = stems[script_of(word)];
	size_t letters = word->letters <= LONGEST
		? row[word->letters]
		: word->letters - LONGEST + row[LONGEST];

	*whole_r = letters == 0;
	return *whole_r ? word->size : bytes_of(word, letters);
}

/* And, the, in, to, as, from, that. */
static bool is_small_word(uint32_t c)
{
	return c == 0x5d5 || c == 0x5d4 || c == 0x5d1 || c == 0x5dc ||
	       c == 0x5db || c == 0x5de || c == 0x5e9;
}

size_t article_word_fronts(const struct article_word *word, size_t *fronts_r,
			   size_t most)
{
	const char *p = word->text, *end = word->text + word->size;
	size_t count = 0, left = word->letters;

	fronts_r[count++] = 0;
	if (script_of(word) != SCRIPT_HEBREW)
		return count;
	/* What is left must be a word. */
	while (count < most && left > 3 && is_small_word(text_next(&p, end))) {
		fronts_r[count++] = (size_t)(p - word->text);
		left--;
	}
	return count;
}
