/* rulemix.c - support mail and rules that look like those of a real desk. */

#include "rulemix.h"

#include "base/buffer.h"

#include <stdbool.h>

#define WORDS 40

static const char *const words[RULEMIX_LANGUAGES][WORDS] = {
	{ "καλημέρα", "σας", "γράφω", "γιατί", "η", "παραγγελία", "μου",
	  "δεν", "έφτασε", "ακόμα", "και", "το", "τιμολόγιο", "που", "έλαβα",
	  "είναι", "λάθος", "παρακαλώ", "ελέγξτε", "τον", "λογαριασμό",
	  "πελάτη", "με", "τα", "στοιχεία", "πληρωμής", "κάρτα", "χθες",
	  "το", "βράδυ", "προσπάθησα", "να", "συνδεθώ", "αλλά", "σύστημα",
	  "μήνυμα", "σφάλματος", "ευχαριστώ", "πολύ", "Μαρία" },
	{ "שלום", "רב", "אני", "כותבת", "אליכם", "כי", "ההזמנה", "שלי",
	  "עדיין", "לא", "הגיעה", "וגם", "החשבונית", "שקיבלתי", "שגויה",
	  "אנא", "בדקו", "את", "חשבון", "הלקוח", "עם", "פרטי", "התשלום",
	  "בכרטיס", "אתמול", "בערב", "ניסיתי", "להתחבר", "אבל", "המערכת",
	  "הציגה", "הודעת", "שגיאה", "תודה", "רבה", "מראש", "על", "העזרה",
	  "המהירה", "דנה" },
	{ "tere", "kirjutan", "teile", "sest", "minu", "tellimus", "ei",
	  "ole", "veel", "kohale", "jõudnud", "ja", "arve", "mille", "sain",
	  "on", "vale", "palun", "kontrollige", "kliendi", "kontot", "koos",
	  "makse", "andmetega", "kaardiga", "eile", "õhtul", "proovisin",
	  "sisse", "logida", "aga", "süsteem", "näitas", "veateadet",
	  "aitäh", "kiire", "abi", "eest", "lugupidamisega", "Mari" },
	{ "hello", "I", "am", "writing", "because", "my", "order", "has",
	  "not", "arrived", "yet", "and", "the", "invoice", "that", "we",
	  "received", "is", "wrong", "please", "check", "customer",
	  "account", "with", "payment", "details", "card", "yesterday",
	  "evening", "tried", "to", "log", "in", "but", "system", "showed",
	  "an", "error", "thanks", "Mary" },
};

/* A word of the language that is `far` from the first. */
static const char *word(int language, uint64_t far)
{
	return words[language][far % WORDS];
}

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

const char *rulemix_body(struct arena *arena, uint64_t number, int language,
			 size_t size)
{
	struct buffer out = { .arena = arena };
	uint64_t seed = number + 1;

	while (out.size < size) {
		uint64_t what = next(&seed) % 24;

		buffer_text(&out, word(language, next(&seed)));
		if (what == 0)
			buffer_printf(&out, " %d-%d",
				      (int)(next(&seed) % 9000),
				      (int)(next(&seed) % 90));
		buffer_text(&out, what == 1 ? ".\n\n" : what == 2 ? ", " :
			    what == 3 ? "\n" : " ");
	}
	return buffer_string(&out);
}

static const char *long_word(int language, uint64_t far)
{
	while (strlen(word(language, far)) < 5)
		far++;
	return word(language, far);
}

/* Two words in one, as no body has them. */
static const char *rare(struct arena *arena, int language, uint64_t *seed)
{
	const char *first = long_word(language, next(seed));

	return arena_printf(arena, "%s%s", first,
			    long_word(language, next(seed)));
}

struct making {
	struct arena *arena;
	struct buffer yaml;
	const char **patterns;
	size_t pattern_count;
	uint64_t seed;
};

static void add_pattern(struct making *making, const char *pattern)
{
	making->patterns[making->pattern_count++] = pattern;
}

/* Three to six phrases, some of which may go on. */
static void put_words(struct making *making, int language)
{
	size_t count = 3 + next(&making->seed) % 4;
	uint64_t start = next(&making->seed);
	struct buffer pattern = { .arena = making->arena };

	buffer_text(&making->yaml, "{ text: [");
	buffer_text(&pattern, "\\b(?:");
	for (size_t i = 0; i < count; i++) {
		/* Each begins with another word. */
		const char *first = word(language, start + i);
		const char *last = rare(making->arena, language,
					&making->seed);
		bool open = next(&making->seed) % 3 == 0;

		buffer_printf(&making->yaml, "%s'%s %s%s'",
			      i == 0 ? "" : ", ", first, last,
			      open ? "*" : "");
		buffer_printf(&pattern, "%s%s %s%s", i == 0 ? "" : "|",
			      first, last, open ? "\\w*" : "");
	}
	buffer_text(&making->yaml, "] }");
	buffer_text(&pattern, ")\\b");
	add_pattern(making, buffer_string(&pattern));
}

static void put_regex(struct making *making, int language)
{
	const char *one = rare(making->arena, language, &making->seed);
	const char *other = rare(making->arena, language, &making->seed);
	const char *pattern;

	switch (next(&making->seed) % 5) {
	case 0:
		pattern = arena_printf(making->arena, "\\b(%s|%s) \\d{3,}",
				       one, other);
		break;
	case 1:
		pattern = arena_printf(making->arena, "%s\\w* .{0,40}%s", one,
				       other);
		break;
	case 2:
		pattern = arena_printf(making->arena, "\\d+ ?%s", one);
		break;
	case 3:
		pattern = arena_printf(making->arena, "^%s.*\\b%s", one,
				       word(language, next(&making->seed)));
		break;
	default:
		pattern = arena_printf(making->arena, "%s[:,]? +(%s)?\\d", one,
				       other);
		break;
	}
	buffer_printf(&making->yaml, "{ body: { regex: '%s' } }", pattern);
	add_pattern(making, pattern);
}

/* One of those in which nothing certain stands. */
static void put_open_regex(struct making *making)
{
	int digits = 5 + (int)(next(&making->seed) % 6);
	const char *pattern = arena_printf(making->arena,
					   "\\b[A-Z]{2}\\d{%d}\\b", digits);

	buffer_printf(&making->yaml, "{ body: { regex: '%s' } }", pattern);
	add_pattern(making, pattern);
}

static void put_field(struct making *making)
{
	unsigned number = (unsigned)next(&making->seed) % 1000;

	switch (next(&making->seed) % 4) {
	case 0:
		buffer_printf(&making->yaml, "{ from: '@customer%u.example' }",
			      number);
		break;
	case 1:
		buffer_printf(&making->yaml, "{ header: { name: X-Shop, is: "
			      "shop%u } }", number);
		break;
	case 2:
		buffer_printf(&making->yaml, "{ attachment_name: '*report%u' "
			      "}", number);
		break;
	default:
		buffer_printf(&making->yaml, "{ not: { auth: fail }, "
			      "language: fi, subject: report %u }", number);
		break;
	}
}

/* A rule that holds for nearly all mails. */
static void put_true(struct making *making, size_t i)
{
	struct buffer pattern = { .arena = making->arena };

	buffer_text(&making->yaml, "{ text: [");
	buffer_text(&pattern, "\\b(?:");
	for (int language = 0; language < RULEMIX_LANGUAGES; language++) {
		const char *comma = language == 0 ? "" : ", ";
		const char *bar = language == 0 ? "" : "|";

		buffer_printf(&making->yaml, "%s%s", comma,
			      word(language, 5 + i));
		buffer_printf(&pattern, "%s%s", bar, word(language, 5 + i));
	}
	buffer_text(&making->yaml, "] }");
	buffer_text(&pattern, ")\\b");
	add_pattern(making, buffer_string(&pattern));
}

static void put_rule(struct making *making, size_t i)
{
	int language = (int)(i % RULEMIX_LANGUAGES);
	uint64_t kind = i * 37 % 100;

	buffer_printf(&making->yaml, "- name: rule-%zu\n  tags: [tag-%zu]\n"
		      "  when: ", i, i);
	if (i < 3)
		put_true(making, i);
	else if (kind < 60)
		put_words(making, language);
	else if (kind < 84)
		put_regex(making, language);
	else if (kind < 87)
		put_open_regex(making);
	else
		put_field(making);
	buffer_char(&making->yaml, '\n');
}

struct rulemix rulemix_rules(struct arena *arena, size_t count)
{
	struct making making = {
		.arena = arena, .yaml.arena = arena, .seed = count,
		.patterns = ARENA_ARRAY(arena, const char *, count),
	};

	for (size_t i = 0; i < count; i++)
		put_rule(&making, i);
	return (struct rulemix){
		.yaml = buffer_string(&making.yaml),
		.patterns = making.patterns,
		.pattern_count = making.pattern_count,
	};
}
