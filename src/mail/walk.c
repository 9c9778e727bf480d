/* walk.c - the plain values of a record, written or read. */

#include "mail/walk.h"

#include "base/text.h"

void walk_raw(struct wire *wire, void *bytes, size_t size)
{
	if (wire->out != NULL) {
		buffer_add(wire->out, bytes, size);
		return;
	}
	if (wire->bad || (size_t)(wire->end - wire->at) < size) {
		wire->bad = true;
		memset(bytes, 0, size);
		return;
	}
	memcpy(bytes, wire->at, size);
	wire->at += size;
}

void walk_u64(struct wire *wire, uint64_t *value)
{
	walk_raw(wire, value, sizeof(*value));
}

void walk_i64(struct wire *wire, int64_t *value)
{
	walk_raw(wire, value, sizeof(*value));
}

void walk_size(struct wire *wire, size_t *value)
{
	uint64_t wide = *value;

	walk_u64(wire, &wide);
	*value = (size_t)wide;
}

void walk_bool(struct wire *wire, bool *value)
{
	uint8_t byte = *value;

	walk_raw(wire, &byte, 1);
	wire->bad |= byte > 1;
	*value = byte == 1;
}

void walk_int(struct wire *wire, int *value)
{
	int64_t wide = *value;

	walk_i64(wire, &wide);
	wire->bad |= wide < 0 || wide > INT32_MAX;
	*value = wire->bad ? 0 : (int)wide;
}

unsigned walk_enum(struct wire *wire, unsigned value, unsigned last)
{
	uint8_t byte = (uint8_t)value;

	walk_raw(wire, &byte, 1);
	wire->bad |= byte > last;
	return wire->bad ? 0 : byte;
}

void walk_count(struct wire *wire, size_t *count, size_t most)
{
	walk_size(wire, count);
	if (wire->out != NULL)
		return;
	if (*count > most || *count > (size_t)(wire->end - wire->at))
		wire->bad = true;
	if (wire->bad)
		*count = 0;
}

void walk_text(struct wire *wire, const char **text)
{
	bool there = *text != NULL;
	size_t size = there ? strlen(*text) : 0;

	walk_bool(wire, &there);
	if (!there) {
		*text = NULL;
		return;
	}
	walk_count(wire, &size, INT32_MAX);
	if (wire->out != NULL) {
		buffer_add(wire->out, *text, size + 1);
		return;
	}
	if (wire->bad || (size_t)(wire->end - wire->at) <= size ||
	    wire->at[size] != '\0' ||
	    !text_valid((const char *)wire->at, size)) {
		wire->bad = true;
		*text = "";
		return;
	}
	*text = (const char *)wire->at;
	wire->at += size + 1;
}

void walk_string(struct wire *wire, const char **text)
{
	walk_text(wire, text);
	if (*text == NULL) {
		wire->bad = true;
		*text = "";
	}
}

typedef const char *wire_string;

void walk_strings(struct wire *wire, struct strings *strings, size_t most)
{
	WALK_ARRAY(wire, wire_string, strings->at, strings->count, most,
		   walk_string);
}
