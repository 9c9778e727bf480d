/* encoding.c - base64 and quoted-printable as they are found, in steps. */

#include "mail/encoding.h"

#include "base/ascii.h"
#include "base/banned.h"

#include <endian.h>

enum encoding encoding_named(const char *name)
{
	static const struct { const char *name; enum encoding encoding; }
	list[] = {
		{ "7bit", ENCODING_NONE },
		{ "8bit", ENCODING_NONE },
		{ "binary", ENCODING_NONE },
		{ "base64", ENCODING_BASE64 },
		{ "quoted-printable", ENCODING_QUOTED_PRINTABLE },
		{ "quoted_printable", ENCODING_QUOTED_PRINTABLE },
		{ "x-uuencode", ENCODING_UUENCODE },
		{ "x-uue", ENCODING_UUENCODE },
		{ "uuencode", ENCODING_UUENCODE },
	};
	size_t len = strcspn(name, " ;(\t");

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strlen(list[i].name) == len &&
		    ascii_compare(name, list[i].name, len) == 0)
			return list[i].encoding;
	return len == 0 ? ENCODING_NONE : ENCODING_UNKNOWN;
}

size_t encoding_room(size_t size)
{
	return size + 16;
}

/* Values of the alphabet, and what else is met. */
enum { PAD = 64, SPACE = 65, OTHER = 66 };

static const unsigned char base64_values[256] = {
	66, 66, 66, 66, 66, 66, 66, 66, 66, 65, 65, 66, 66, 65, 66, 66,
	66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66,
	65, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 62, 66, 66, 66, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 66, 66, 66, 64, 66, 66,
	66, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 66, 66, 66, 66, 66,
	66, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 66, 66, 66, 66, 66,
	[0x80 ... 0xff] = 66,
};

/* What a group of less than four characters holds. */
static size_t end_group(struct encoding_step *step, char *out)
{
	size_t size = 0;

	if (step->count == 1)
		step->bad = true;
	if (step->count >= 2)
		out[size++] = (char)(step->bits >> (6 * step->count - 8));
	if (step->count == 3)
		out[size++] = (char)(step->bits >> 2);
	step->bits = 0;
	step->count = 0;
	return size;
}

/* Texts that were encoded apart and then joined go on after the padding; what
 * cannot be base64 there was put below by a list and ends it.  Data of whole
 * groups needs no padding: it may end with each of its lines, but not where
 * rubbish stood before, which then may be anywhere. */
enum base64_state { START, RUNNING, WHOLE_LINE, PADDED, PADDED_SPACE, STOPPED };

static void after_data(struct encoding_step *step, int value, char c)
{
	if (step->state == START || value == PAD)
		return;
	if (step->state == RUNNING) {
		if (c == '\n' && step->count == 0 && !step->bad)
			step->state = WHOLE_LINE;
		return;
	}
	if (value == OTHER || (value < PAD && step->state == PADDED_SPACE)) {
		step->state = STOPPED;
		step->bad = true;
	} else if (value == SPACE && step->state != WHOLE_LINE) {
		step->state = c == '\n' ? PADDED : PADDED_SPACE;
	}
}

/* The 24 bits of a group.  PAD, SPACE and OTHER have a bit that no value has:
 * it is kept in *all. */
static inline uint32_t group_of(const unsigned char *p, uint32_t *all)
{
	const uint32_t a = base64_values[p[0]];
	const uint32_t b = base64_values[p[1]];
	const uint32_t c = base64_values[p[2]];
	const uint32_t d = base64_values[p[3]];

	*all |= a | b | c | d;
	return a << 18 | b << 12 | c << 6 | d;
}

/* Whole groups of four, which nearly all are.  Returns how many were read.
 * Two are written at once, and two bytes behind them, where there is room:
 * they came from as many again. */
static size_t base64_groups(const char *bytes, size_t size, char *out)
{
	const unsigned char *p = (const unsigned char *)bytes;
	const unsigned char *end = p + size;
	uint32_t all = 0;

	for (; end - p >= 8; p += 8, out += 6) {
		const uint64_t six = (uint64_t)group_of(p, &all) << 40 |
				     (uint64_t)group_of(p + 4, &all) << 16;
		const uint64_t order = htobe64(six);

		if ((all & PAD) != 0)
			break;
		memcpy(out, &order, sizeof(order));
	}
	for (all = 0; end - p >= 4; p += 4) {
		const uint32_t three = group_of(p, &all);

		if ((all & PAD) != 0)
			break;
		*out++ = (char)(three >> 16);
		*out++ = (char)(three >> 8);
		*out++ = (char)three;
	}
	return (size_t)(p - (const unsigned char *)bytes) / 4;
}

static size_t base64_step(struct encoding_step *step, const char *bytes,
			  size_t size, char *out)
{
	size_t used = 0;

	for (size_t i = 0; i < size && step->state != STOPPED; i++) {
		int value;

		if (step->count == 0 && step->state <= WHOLE_LINE) {
			size_t groups = base64_groups(bytes + i, size - i,
						      out + used);

			if (groups > 0)
				step->state = RUNNING;
			i += 4 * groups;
			used += 3 * groups;
			if (i == size)
				break;
		}
		value = base64_values[(unsigned char)bytes[i]];

		after_data(step, value, bytes[i]);
		if (step->state == STOPPED)
			break;
		if (value < PAD) {
			step->state = RUNNING;
			step->bits = step->bits << 6 | (uint32_t)value;
			if (++step->count < 4)
				continue;
			out[used++] = (char)(step->bits >> 16);
			out[used++] = (char)(step->bits >> 8);
			out[used++] = (char)step->bits;
			step->bits = 0;
			step->count = 0;
		} else if (value == PAD) {
			used += end_group(step, out + used);
			step->state = PADDED;
		} else if (value == OTHER) {
			step->bad = true;
		}
	}
	return used;
}

/* Only the line ends are the transport's: what uudecode reads is the rest. */
static size_t uu_step(const char *bytes, size_t size, char *out)
{
	size_t used = 0;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != '\r')
			out[used++] = bytes[i];
	return used;
}

/* The value of a digit and 1; 0: it is none. */
static const unsigned char hex_digits[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5,
	['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static int hex_value(char c)
{
	return hex_digits[(unsigned char)c] - 1;
}

/* The held bytes start with "=": decode them, drop them (a soft line break),
 * give them back as they are, or wait for more. */
static size_t held_step(struct encoding_step *step, char c, char *out)
{
	size_t size = 0;
	int high, low;

	step->held[step->held_size++] = c;
	high = hex_value(step->held[1]);
	if (step->held_size == 2 && high >= 0)
		return 0;
	if (c == '\n' && (step->held_size == 2 ||
			  strchr(" \t\r", step->held[1]) != NULL)) {
		step->held_size = 0;
		return 0;
	}
	/* White space between "=" and the line end was added in transit. */
	if (c != '\0' && strchr(" \t\r", c) != NULL &&
	    step->held_size < sizeof(step->held) &&
	    strchr(" \t\r", step->held[1]) != NULL)
		return 0;
	low = hex_value(c);
	if (step->held_size == 3 && high >= 0 && low >= 0) {
		out[size++] = (char)(high << 4 | low);
	} else {
		step->bad = true;
		size = step->held_size;
		memcpy(out, step->held, size);
	}
	step->held_size = 0;
	return size;
}

/* "=41" in one piece, which nearly all are.  -1 where it is not. */
static int hex_pair(const char *bytes, size_t size)
{
	int high, low;

	if (size < 3 || *bytes != '=')
		return -1;
	high = hex_value(bytes[1]);
	low = hex_value(bytes[2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Does one of eight bytes say "="? */
static bool has_sign(uint64_t eight)
{
	const uint64_t others = eight ^ ASCII_EACH('=');

	return ((others - ASCII_EACH(1)) & ~others & ASCII_EACH(0x80)) != 0;
}

/* What is nothing but text and "=41", up to what is not or may be cut off.
 * Returns how many bytes were read; *used_r how many were written. */
static size_t quoted_run(const char *bytes, size_t size, char *out,
			 size_t *used_r)
{
	const char *p = bytes, *end = bytes + size;
	char *to = out;

	while (p < end) {
		const int pair = hex_pair(p, (size_t)(end - p));

		if (pair >= 0) {
			*to++ = (char)pair;
			p += 3;
			continue;
		}
		if (*p == '=')
			break;
		while (end - p >= 8 && !has_sign(ascii_load(p))) {
			memcpy(to, p, 8);
			to += 8;
			p += 8;
		}
		while (p < end && *p != '=')
			*to++ = *p++;
	}
	*used_r = (size_t)(to - out);
	return (size_t)(p - bytes);
}

/* A byte where quoted_run() stops, or of an encoded-word. */
static size_t quoted_byte(struct encoding_step *step, char c, char *out)
{
	size_t used = 0;

	if (step->held_size > 0 && c == '=') {
		/* "==41": the first one encodes nothing. */
		step->bad = true;
		used = step->held_size;
		memcpy(out, step->held, used);
		step->held_size = 0;
	}
	if (step->held_size > 0)
		used += held_step(step, c, out + used);
	else if (c == '=')
		step->held[step->held_size++] = c;
	else if (c == '_' && step->encoding == ENCODING_Q)
		out[used++] = ' ';
	else
		out[used++] = c;
	return used;
}

static size_t quoted_step(struct encoding_step *step, const char *bytes,
			  size_t size, char *out)
{
	const bool runs = step->encoding == ENCODING_QUOTED_PRINTABLE;
	size_t used = 0;

	for (size_t i = 0; i < size; i++) {
		if (runs && step->held_size == 0) {
			size_t run;

			i += quoted_run(bytes + i, size - i, out + used, &run);
			used += run;
			if (i == size)
				break;
		}
		used += quoted_byte(step, bytes[i], out + used);
	}
	return used;
}

size_t encoding_step(struct encoding_step *step, const char *bytes,
		     size_t size, char *out)
{
	switch (step->encoding) {
	case ENCODING_BASE64:
		return base64_step(step, bytes, size, out);
	case ENCODING_QUOTED_PRINTABLE:
	case ENCODING_Q:
		return quoted_step(step, bytes, size, out);
	case ENCODING_UUENCODE:
		return uu_step(bytes, size, out);
	case ENCODING_NONE:
	case ENCODING_UNKNOWN:
		break;
	}
	memcpy(out, bytes, size);
	return size;
}

size_t encoding_end(struct encoding_step *step, char *out)
{
	size_t size;

	if (step->encoding == ENCODING_BASE64)
		return end_group(step, out);
	if (step->encoding == ENCODING_UUENCODE)
		return 0;
	size = step->held_size;
	step->held_size = 0;
	/* "=" at the very end is a soft line break without its line end. */
	if (size <= 1 || strchr(" \t\r", step->held[1]) != NULL)
		return 0;
	step->bad = true;
	memcpy(out, step->held, size);
	return size;
}
