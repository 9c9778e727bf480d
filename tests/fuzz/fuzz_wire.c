/* fuzz_wire.c - forged records: refused, or written again as they were read.
 *
 * Nobody guesses a whole record, so most inputs change one: the first bytes
 * choose a mail, the rest is a list of places and what to write there.  An
 * input whose first byte is 0 is a record of its own.
 */

#include "fuzz.h"

#include "../fixture/mailmix.h"
#include "mail/parse.h"
#include "mail/wire.h"

static struct buffer make_record(struct arena *arena, struct reader *reader,
				 uint64_t number)
{
	const struct gist_desk desk = { .ours = { NULL, 0 } };
	const struct capture caught = { "name", "value" };
	const struct test_hit test = { 1, "excerpt", { &caught, 1 } };
	const struct rule_hit hit = {
		.rule = 7, .open = true, .excerpt = "excerpt",
		.tests = &test, .test_count = 1,
	};
	const struct message *message;
	struct buffer mail = { .arena = arena }, record = { .arena = arena };

	mailmix_make(&mail, number);
	message = parse_message(arena, reader, mail.data, mail.size);
	wire_write(&record, &(struct wire_mail){
		.message = *message,
		.gist = gist_of(arena, message, &desk),
		.hits = &hit,
		.hit_count = 1,
	});
	return record;
}

/* A copy of the record of that mail; each is made once and kept. */
static struct buffer record_of(struct arena *arena, uint8_t number)
{
	static struct buffer records[256];
	static struct arena *kept;
	static struct reader *reader;
	struct buffer copy = { .arena = arena };

	if (kept == NULL) {
		kept = arena_new();
		reader = reader_new();
	}
	if (records[number].data == NULL)
		records[number] = make_record(kept, reader, number);
	buffer_add(&copy, records[number].data, records[number].size);
	return copy;
}

/* Three bytes a change: two say where, from the start or the end. */
static void change(struct buffer *record, const uint8_t *bytes, size_t size)
{
	for (; size >= 3; bytes += 3, size -= 3) {
		size_t at = (size_t)bytes[0] << 8 | bytes[1];

		at %= record->size;
		if (bytes[0] & 0x80)
			at = record->size - 1 - at;
		record->data[at] = (char)bytes[2];
	}
	if (size == 2)
		record->size = ((size_t)bytes[0] << 8 | bytes[1]) %
			       record->size;
}

/* What was accepted is written and read again without change. */
static bool comes_back(struct arena *arena, const struct wire_mail *mail)
{
	struct buffer once = { .arena = arena }, twice = { .arena = arena };
	struct wire_mail again;

	wire_write(&once, mail);
	if (!wire_read(arena, once.data, once.size, &again))
		return false;
	wire_write(&twice, &again);
	return once.size == twice.size &&
	       memcmp(once.data, twice.data, once.size) == 0;
}

int fuzz_wire(const uint8_t *bytes, size_t size)
{
	struct wire_mail mail;
	struct buffer record;
	ARENA(arena);

	record = (struct buffer){ .arena = arena };
	if (size > 0 && bytes[0] != 0) {
		record = record_of(arena, bytes[0]);
		change(&record, bytes + 1, size - 1);
	} else {
		buffer_add(&record, bytes, size);
		buffer_string(&record);
	}
	if (wire_read(arena, record.data, record.size, &mail) &&
	    !comes_back(arena, &mail))
		abort();
	return 0;
}
