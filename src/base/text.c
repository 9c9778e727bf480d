/* text.c - make bytes safe to keep, to show and to send. */

#include "base/text.h"

#include "base/ascii.h"
#include "base/buffer.h"

#include <glib.h>

/* Shown in place of a NUL, which would hide what follows it. */
#define NUL_PICTURE "\xe2\x90\x80"
#define REPLACEMENT "\xef\xbf\xbd"

/* The character at `p` and its length, or 0 where it is not valid UTF-8. */
static size_t decode(const char *p, size_t left, gunichar *c_r)
{
	gunichar c;

	if ((unsigned char)*p < 0x80) {
		*c_r = (unsigned char)*p;
		return 1;
	}
	c = g_utf8_get_char_validated(p, (gssize)left);
	if (c == (gunichar)-1 || c == (gunichar)-2)
		return 0;
	*c_r = c;
	return (size_t)g_unichar_to_utf8(c, NULL);
}

static bool is_plain(unsigned char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t';
}

static bool follows(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length of a character that stays as it is, or 0 where it needs a closer
 * look: most letters of most scripts are told by their first byte. */
static size_t plain_length(const char *p, size_t left)
{
	unsigned char c = (unsigned char)*p;

	if (c < 0x80)
		return is_plain(c);
	if (c >= 0xc3 && c <= 0xdf)
		return left >= 2 && follows(p[1]) ? 2 : 0;
	if (c >= 0xe1 && c <= 0xec)
		return left >= 3 && follows(p[1]) && follows(p[2]) ? 3 : 0;
	return 0;
}

char *text_clean(struct arena *arena, const char *bytes, size_t size)
{
	struct buffer out = { .arena = arena };
	size_t i = 0;

	while (i < size) {
		size_t start = i, len;
		gunichar c;

		i += ascii_shown(bytes + i, size - i);
		while (i < size && (len = plain_length(bytes + i,
						       size - i)) > 0) {
			i += len;
			if (len == 1)
				i += ascii_shown(bytes + i, size - i);
		}
		buffer_add(&out, bytes + start, i - start);
		if (i == size)
			break;
		len = decode(bytes + i, size - i, &c);
		if (len == 0)
			buffer_text(&out, REPLACEMENT);
		else if (c == '\0')
			buffer_text(&out, NUL_PICTURE);
		else if (c == '\r' && !(i + 1 < size && bytes[i + 1] == '\n'))
			buffer_char(&out, '\n');
		else if (c >= 0xa0)
			buffer_add(&out, bytes + i, len);
		i += len == 0 ? 1 : len;
	}
	return buffer_string(&out);
}

/* Characters that change how others are shown, or are not shown at all. */
bool text_is_invisible(uint32_t c)
{
	if (c < 0x200b)
		return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f ||
		       c == 0x1160 || c == 0x180e;
	return c == 0xfeff ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || (c >= 0xfff9 && c <= 0xfffb) ||
	       /* Letters of Hangul that show nothing, and tags. */
	       c == 0x3164 || c == 0xffa0 || (c >= 0xe0000 && c <= 0xe007f);
}

/* How many of the first bytes are plain. */
static size_t plain_run(const char *bytes, size_t size)
{
	size_t i = ascii_shown(bytes, size);

	while (i < size && is_plain((unsigned char)bytes[i])) {
		i++;
		i += ascii_shown(bytes + i, size - i);
	}
	return i;
}

/* Of plain ASCII, which most lines are, nothing is taken but blanks. */
static char *plain_line(struct arena *arena, const char *bytes, size_t size,
			size_t limit)
{
	char *line;

	while (size > 0 && ascii_space(*bytes)) {
		bytes++;
		size--;
	}
	if (size > limit)
		size = limit;
	while (size > 0 && ascii_space(bytes[size - 1]))
		size--;
	line = arena_strndup(arena, bytes, size);
	for (size_t i = 0; i < size; i++)
		if (ascii_space(line[i]))
			line[i] = ' ';
	return line;
}

char *text_line(struct arena *arena, const char *bytes, size_t size,
		size_t limit)
{
	const size_t plain = plain_run(bytes, size);
	size_t written = 0, marks = 0;
	char *clean;

	if (plain == size)
		return plain_line(arena, bytes, size, limit);
	clean = text_clean(arena, bytes, size);
	/* The next character is found first: moving this one to the left may
	 * overwrite the byte that tells its length. */
	for (const char *p = clean, *next; *p != '\0'; p = next) {
		gunichar c = g_utf8_get_char(p);
		size_t len = (size_t)g_unichar_to_utf8(c, NULL);

		next = g_utf8_next_char(p);
		if (text_is_invisible(c))
			continue;
		marks = g_unichar_ismark(c) ? marks + 1 : 0;
		if (marks > 4)
			continue;
		if (c == '\n' || c == '\t')
			c = ' ';
		if (c == ' ' && written == 0)
			continue;
		if (written + len > limit)
			break;
		if (c == ' ')
			clean[written] = ' ';
		else
			memmove(clean + written, p, len);
		written += len;
	}
	while (written > 0 && clean[written - 1] == ' ')
		written--;
	clean[written] = '\0';
	return clean;
}

bool text_hides(const char *bytes, size_t size)
{
	size_t len;
	gunichar c;

	if (ascii_only(bytes, size))
		return false;
	for (size_t i = 0; i < size; i += len) {
		len = decode(bytes + i, size - i, &c);
		if (len == 0)
			len = 1;
		else if (text_is_invisible(c))
			return true;
	}
	return false;
}

bool text_mixes_scripts(const char *text)
{
	bool latin = false, other = false;

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		GUnicodeScript script = g_unichar_get_script(c);

		if (!g_unichar_isalpha(c))
			latin = other = false;
		latin |= script == G_UNICODE_SCRIPT_LATIN;
		other |= script == G_UNICODE_SCRIPT_CYRILLIC ||
			 script == G_UNICODE_SCRIPT_GREEK ||
			 script == G_UNICODE_SCRIPT_ARMENIAN ||
			 script == G_UNICODE_SCRIPT_CHEROKEE ||
			 script == G_UNICODE_SCRIPT_COPTIC ||
			 script == G_UNICODE_SCRIPT_LISU;
		if (latin && other)
			return true;
	}
	return false;
}

static bool has_control(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)bytes[i] < ' ' && bytes[i] != '\n' &&
		    bytes[i] != '\t')
			return true;
	return false;
}

bool text_valid(const char *bytes, size_t size)
{
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + 8 <= size; i += 8) {
		const uint64_t word = ascii_load(bytes + i);
		const uint64_t low = (word - ASCII_EACH(' ')) & ~word;

		seen |= word;
		if ((low & ASCII_EACH(0x80)) != 0 && has_control(bytes + i, 8))
			return false;
	}
	if (has_control(bytes + i, size - i))
		return false;
	return ((seen & ASCII_EACH(0x80)) == 0 &&
		ascii_only(bytes + i, size - i)) ||
	       g_utf8_validate_len(bytes, size, NULL);
}

bool text_utf8(const char *bytes, size_t size)
{
	const char *end = bytes + size;

	if (ascii_only(bytes, size))
		return true;
	/* GLib stops at a NUL, which is a character like another here. */
	while (!g_utf8_validate_len(bytes, (gsize)(end - bytes), &bytes)) {
		if (bytes == end || *bytes != '\0')
			return false;
		bytes++;
	}
	return true;
}

char *text_repair(struct arena *arena, const char *bytes, size_t size,
		  size_t *size_r)
{
	struct buffer out = { .arena = arena };
	gunichar c;

	for (size_t i = 0; i < size; ) {
		size_t len = decode(bytes + i, size - i, &c);

		buffer_add(&out, len == 0 ? REPLACEMENT : bytes + i,
			   len == 0 ? strlen(REPLACEMENT) : len);
		i += len == 0 ? 1 : len;
	}
	*size_r = out.size;
	return buffer_string(&out);
}

size_t text_put(char *out, unsigned long character)
{
	if (character > 0x10ffff || !g_unichar_validate((gunichar)character))
		character = 0xfffd;
	return (size_t)g_unichar_to_utf8((gunichar)character, out);
}

bool text_same(const char *a, const char *b)
{
	while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

bool text_starts(const char *text, const char *start)
{
	while (*start != '\0' && ascii_lower(*text) == ascii_lower(*start)) {
		text++;
		start++;
	}
	return *start == '\0';
}

bool text_ends(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return tail <= len && text_same(text + len - tail, end);
}

const char *text_find(const char *text, const char *word)
{
	size_t len = strlen(word);
	char first[3] = { (char)g_ascii_tolower(word[0]),
			  (char)g_ascii_toupper(word[0]), '\0' };

	if (len == 0)
		return text;
	while ((text = strpbrk(text, first)) != NULL) {
		if (g_ascii_strncasecmp(text, word, len) == 0)
			return text;
		text++;
	}
	return NULL;
}

char *text_lower(struct arena *arena, const char *text)
{
	char *lower = arena_strdup(arena, text);

	for (char *p = lower; p != NULL && *p != '\0'; p++)
		*p = (char)g_ascii_tolower(*p);
	return lower;
}

uint32_t text_wide_next(const char **p, const char *end)
{
	gunichar c;
	size_t len = decode(*p, (size_t)(end - *p), &c);

	*p += len == 0 ? 1 : len;
	return len == 0 ? 0xfffd : c;
}

static size_t width_of(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

size_t text_width(const char *text)
{
	size_t width = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text))
		width += width_of(g_utf8_get_char(text));
	return width;
}

char *text_fit(struct arena *arena, const char *text, size_t columns)
{
	struct buffer out = { .arena = arena };
	bool cut = text_width(text) > columns;
	size_t room = cut && columns > 0 ? columns - 1 : columns;
	size_t used = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (used + width_of(c) > room)
			break;
		used += width_of(c);
		buffer_add(&out, text, (size_t)g_unichar_to_utf8(c, NULL));
	}
	if (cut && columns > 0) {
		buffer_text(&out, "\xe2\x80\xa6");
		used++;
	}
	for (; used < columns; used++)
		buffer_char(&out, ' ');
	return buffer_string(&out);
}
