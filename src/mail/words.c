/* words.c - RFC 2047, with adjacent words joined before they are decoded. */

#include "mail/words.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/encoding.h"
#include "mail/message.h"
#include "base/ascii.h"

struct word {
	const char *charset;	/* `charset_size` bytes of the text */
	size_t charset_size;
	enum encoding encoding;
	const char *data;
	size_t size;
	const char *end;	/* behind the word */
};

/* Read "=?charset?Q?data?=" at `text`. */
static bool read_word(const char *text, struct word *word_r)
{
	const char *charset = text + 2, *p;
	size_t size;

	if (text[0] != '=' || text[1] != '?')
		return false;
	size = strcspn(charset, "? \t");
	p = charset + size;
	if (size == 0 || size > 64 || p[0] != '?' || p[1] == '\0' ||
	    p[2] != '?')
		return false;
	switch (p[1]) {
	case 'b': case 'B': word_r->encoding = ENCODING_BASE64; break;
	case 'q': case 'Q': word_r->encoding = ENCODING_Q; break;
	default: return false;
	}
	word_r->charset = charset;
	/* RFC 2231, section 5: "utf-8*en" also names the language. */
	word_r->charset_size = strcspn(charset, "?*");
	word_r->data = p + 3;
	p = strstr(word_r->data, "?=");
	/* A word that was cut off, as at the end of a long subject. */
	if (p == NULL)
		p = word_r->data + strlen(word_r->data);
	word_r->size = (size_t)(p - word_r->data);
	word_r->end = *p == '\0' ? p : p + 2;
	return true;
}

struct run {
	struct arena *arena;
	struct charset_set *charsets;
	struct buffer out;
	struct buffer bytes;	/* decoded, of words of one charset */
	char charset[65];
	uint64_t *defects;
};

/* The words so far are all of that charset: now decode them. */
static void end_run(struct run *run)
{
	bool bad = false;
	size_t size;
	const char *text;

	if (run->charset[0] == '\0')
		return;
	text = charset_decode(run->arena, run->charsets, run->charset,
			      buffer_string(&run->bytes), run->bytes.size,
			      &size, &bad);
	if (bad)
		*run->defects |= 1ull << DEFECT_BAD_CHARSET;
	buffer_add(&run->out, text, size);
	run->bytes.size = 0;
	run->charset[0] = '\0';
}

/* The header was made UTF-8 before, so raw bytes within a word, which no
 * standard allows, are that by now. */
static bool is_raw(const struct word *word)
{
	for (size_t i = 0; i < word->size; i++)
		if ((unsigned char)word->data[i] >= 0x80)
			return true;
	return false;
}

static void set_charset(struct run *run, const char *charset, size_t size)
{
	if (strlen(run->charset) == size &&
	    ascii_compare(run->charset, charset, size) == 0)
		return;
	end_run(run);
	memcpy(run->charset, charset, size);
	run->charset[size] = '\0';
}

static void add_word(struct run *run, const struct word *word)
{
	struct encoding_step step = { .encoding = word->encoding };
	char *out = arena_alloc(run->arena, encoding_room(word->size));
	size_t size;

	if (is_raw(word))
		set_charset(run, "utf-8", strlen("utf-8"));
	else
		set_charset(run, word->charset, word->charset_size);
	size = encoding_step(&step, word->data, word->size, out);
	size += encoding_end(&step, out + size);
	if (step.bad)
		*run->defects |= 1ull << DEFECT_BAD_ENCODING;
	buffer_add(&run->bytes, out, size);
}

size_t words_length(const char *text)
{
	struct word word;

	return read_word(text, &word) && word.end[-1] == '='
		? (size_t)(word.end - text) : 0;
}

const char *words_decode(struct arena *arena, struct charset_set *charsets,
			 const char *text, size_t limit, uint64_t *defects)
{
	struct run run = { .arena = arena, .charsets = charsets,
			   .out.arena = arena, .bytes.arena = arena,
			   .defects = defects };
	struct word word;

	if (strstr(text, "=?") == NULL)
		return text_line(arena, text, strlen(text), limit);
	/* Four characters of input give at most one byte of output, but for
	 * charsets that no subject needs: what is far beyond is not read. */
	while (*text != '\0' && run.out.size < 4 * limit) {
		size_t space = strspn(text, " \t");

		if (run.charset[0] != '\0' && read_word(text + space, &word)) {
			add_word(&run, &word);
			text = word.end;
			continue;
		}
		end_run(&run);
		if (read_word(text, &word)) {
			add_word(&run, &word);
			text = word.end;
			continue;
		}
		buffer_char(&run.out, *text++);
	}
	end_run(&run);
	if (text_hides(buffer_string(&run.out), run.out.size))
		*defects |= 1ull << DEFECT_INVISIBLE;
	return text_line(arena, run.out.data, run.out.size, limit);
}
