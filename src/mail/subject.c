/* subject.c - the base subject, and how far two of them agree. */

#include "mail/subject.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/guard.h"
#include "mail/prefix.h"

/* A subject that was cut on its way agrees so far at least. */
enum { CUT_LEAST = 20 };

/* What tells: letters that a word of an alphabet has, or of a script in which
 * one character is a word. */
enum { LETTERS_LEAST = 10, WORDS_LEAST = 2, IDEOGRAPHS_LEAST = 4 };

/* "[list] subject": the blob and the blanks behind it (subj-blob). */
static const char *skip_blob(const char *subject)
{
	const char *end;

	if (*subject != '[')
		return subject;
	end = strpbrk(subject + 1, "[]");
	if (end == NULL || *end != ']')
		return subject;
	end += 1 + strspn(end + 1, " ");
	/* A subject that is nothing but a tag is about that tag. */
	return *end == '\0' ? subject : end;
}

/* "subject [#12]", "subject (fwd)": where the trailer begins. */
static size_t cut_trailer(const char *subject, size_t size)
{
	size_t start;

	while (size > 0 && subject[size - 1] == ' ')
		size--;
	if (size >= 5 && text_starts(subject + size - 5, "(fwd)"))
		return size - 5;
	if (size == 0 || subject[size - 1] != ']')
		return size;
	start = size - 1;
	while (start > 0 && subject[start - 1] != '[' &&
	       subject[start - 1] != ']')
		start--;
	return start > 1 && subject[start - 1] == '[' ? start - 1 : size;
}

/* "[Fwd: subject]" is about the subject (subj-fwd-hdr). */
static const char *unwrap(struct arena *arena, const char *subject)
{
	size_t size = strlen(subject);
	const char *rest;

	if (size < 2 || subject[0] != '[' || subject[size - 1] != ']' ||
	    prefix_read(arena, subject + 1, &rest) == PREFIX_NONE)
		return subject;
	return arena_strndup(arena, rest, strlen(rest) - 1);
}

static const char *strip_once(struct arena *arena, const char *subject)
{
	const char *rest = subject + strspn(subject, " ");
	size_t size;

	prefix_read(arena, rest, &rest);
	rest = skip_blob(rest);
	rest = unwrap(arena, rest);
	size = cut_trailer(rest, strlen(rest));
	return rest[size] == '\0' ? rest : arena_strndup(arena, rest, size);
}

const char *subject_base(struct arena *arena, const char *subject)
{
	size_t before;

	/* Each round takes one mark off and copies the rest: Thread-Topic may
	 * be as long as a whole header. */
	if (strnlen(subject, LIMIT_SUBJECT + 1) > LIMIT_SUBJECT)
		subject = text_line(arena, subject, LIMIT_SUBJECT,
				    LIMIT_SUBJECT);
	do {
		before = strlen(subject);
		subject = strip_once(arena, subject);
	} while (strlen(subject) < before);
	return text_fold(arena, subject, SUBJECT_BASE_MOST);
}

bool subject_tells(const char *base)
{
	const char *p = base, *end = base + strlen(base);
	size_t letters = 0, words = 0, ideographs = 0;
	bool within = false;

	while (p < end) {
		uint32_t c = text_next(&p, end);
		bool is_letter = text_is_alnum(c);

		letters += is_letter;
		words += is_letter && !within;
		/* Kana, ideographs and Hangul, also as text_fold() takes
		 * them apart. */
		ideographs += is_letter && (c >= 0x2e80 || (c >= 0x1100 &&
							    c <= 0x11ff));
		within = is_letter;
	}
	return ideographs >= IDEOGRAPHS_LEAST ||
	       (letters >= LETTERS_LEAST && words >= WORDS_LEAST);
}

/* Every byte of a character beyond ASCII is taken for a letter. */
static bool begins_word(const char *whole, const char *p)
{
	const unsigned char before = p == whole ? ' ' : (unsigned char)p[-1];

	return before < 0x80 && !text_is_alnum(before);
}

static bool ends_word(const char *text, const char *end)
{
	return text == end || !text_is_alnum(text_next(&text, end));
}

/* Do the words of `part` stand in `whole`? */
static bool holds(const char *whole, const char *part)
{
	const char *end = whole + strlen(whole);
	size_t size = strlen(part);

	if (size >= CUT_LEAST && strncmp(whole, part, size) == 0)
		return true;
	for (const char *p = whole; (p = strstr(p, part)) != NULL; p++)
		if (begins_word(whole, p) && ends_word(p + size, end))
			return true;
	return false;
}

bool subject_alike(const char *a, const char *b)
{
	return a[0] == '\0' || b[0] == '\0' || holds(a, b) || holds(b, a);
}

int64_t subject_number(const char *subject)
{
	const char *tag = strstr(subject, "[#");
	int64_t number = 0;
	int digits = 0;

	if (tag == NULL)
		return 0;
	/* So many fit into an int64_t. */
	for (tag += 2; ascii_digit(*tag) && digits < 18; tag++, digits++)
		number = number * 10 + (*tag - '0');
	return *tag == ']' ? number : 0;
}
