/* utf7.c - UTF-8 to modified UTF-7. */

#include "net/utf7.h"

#include "base/buffer.h"
#include "base/text.h"

#include <stdint.h>

struct shift {
	struct buffer *out;
	uint32_t bits;		/* not yet written, the lowest `held` */
	int held;
	bool on;		/* behind "&" */
};

/* With "," in place of "/". */
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+,";

static void put_bits(struct shift *shift, uint32_t unit)
{
	shift->bits = shift->bits << 16 | unit;
	shift->held += 16;
	for (; shift->held >= 6; shift->held -= 6)
		buffer_char(shift->out,
			    digits[shift->bits >> (shift->held - 6) & 63]);
	shift->bits &= (1u << shift->held) - 1;
}

static void put_wide(struct shift *shift, uint32_t c)
{
	if (!shift->on)
		buffer_char(shift->out, '&');
	shift->on = true;
	if (c >= 0x10000) {
		put_bits(shift, 0xd800 + ((c - 0x10000) >> 10));
		put_bits(shift, 0xdc00 + ((c - 0x10000) & 0x3ff));
	} else {
		put_bits(shift, c);
	}
}

static void end_wide(struct shift *shift)
{
	if (!shift->on)
		return;
	if (shift->held > 0)
		buffer_char(shift->out,
			    digits[shift->bits << (6 - shift->held) & 63]);
	buffer_char(shift->out, '-');
	*shift = (struct shift){ .out = shift->out };
}

/* The character at `at`, which is valid UTF-8, and its length. */
static size_t decode(const char *at, uint32_t *c_r)
{
	const unsigned char *u = (const unsigned char *)at;

	if (u[0] < 0x80) {
		*c_r = u[0];
		return 1;
	}
	if (u[0] < 0xe0) {
		*c_r = (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
		return 2;
	}
	if (u[0] < 0xf0) {
		*c_r = (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 |
		       (u[2] & 0x3fu);
		return 3;
	}
	*c_r = (u[0] & 0x07u) << 18 | (u[1] & 0x3fu) << 12 |
	       (u[2] & 0x3fu) << 6 | (u[3] & 0x3fu);
	return 4;
}

char *utf7_mailbox(struct arena *arena, const char *name)
{
	struct buffer out = { .arena = arena };
	struct shift shift = { .out = &out };

	if (*name == '\0' || !text_valid(name, strlen(name)))
		return NULL;
	while (*name != '\0') {
		uint32_t c;
		size_t len = decode(name, &c);

		if (c < ' ' || c == 0x7f)
			return NULL;
		if (c > 0x7f) {
			put_wide(&shift, c);
		} else {
			end_wide(&shift);
			buffer_add(&out, name, 1);
			if (c == '&')
				buffer_char(&out, '-');
		}
		name += len;
	}
	end_wide(&shift);
	return buffer_string(&out);
}
