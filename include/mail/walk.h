/* walk.h - go through the values of a record: one walk writes and reads them.
 *
 * Private to mail/wire.c and its kin.  Where `out` is set a walk writes what
 * it is given, else it reads into it.  What does not fit sets `bad`, and
 * everything read from then on is empty.
 *
 * Ownership: texts that are read lie in the record, arrays in the arena.
 * Errors:    none but `bad`; the reader of a record trusts nothing.
 */
#ifndef MAIL_WALK_H
#define MAIL_WALK_H

#include "base/buffer.h"
#include "mail/message.h"

struct wire {
	struct buffer *out;	/* writing, else NULL */
	struct arena *arena;	/* reading */
	const uint8_t *at, *end;
	bool bad;
};

/* Bytes as they lie in memory: writer and reader are one program. */
void walk_raw(struct wire *wire, void *bytes, size_t size);

void walk_u64(struct wire *wire, uint64_t *value);
void walk_i64(struct wire *wire, int64_t *value);
void walk_size(struct wire *wire, size_t *value);
void walk_bool(struct wire *wire, bool *value);
void walk_int(struct wire *wire, int *value);

/* An enum of which the largest value is `last`. */
unsigned walk_enum(struct wire *wire, unsigned value, unsigned last);

/* A count of things that take at least one byte each on the wire. */
void walk_count(struct wire *wire, size_t *count, size_t most);

/* NULL and "" are told apart. */
void walk_text(struct wire *wire, const char **text);

/* A text that is never NULL. */
void walk_string(struct wire *wire, const char **text);

void walk_strings(struct wire *wire, struct strings *strings, size_t most);

/* An array: counted, made when reading, and walked element by element. */
#define WALK_ARRAY(wire, type, array, count, most, element)		\
	do {								\
		type *made;						\
									\
		walk_count((wire), &(count), (most));			\
		made = (wire)->out != NULL ? NULL			\
			: ARENA_ARRAY((wire)->arena, type, (count));	\
		for (size_t n = 0; n < (count) && !(wire)->bad; n++) {	\
			type one = made == NULL ? (array)[n] : made[n];	\
									\
			element((wire), &one);				\
			if (made != NULL)				\
				made[n] = one;				\
		}							\
		if (made != NULL)					\
			(array) = made;					\
	} while (0)

/* A struct behind a pointer that may be NULL. */
#define WALK_OPTIONAL(wire, type, pointer, walk)			\
	do {								\
		bool there = (pointer) != NULL;				\
		type one = { 0 };					\
									\
		walk_bool((wire), &there);				\
		if (there && (wire)->out != NULL)			\
			one = *(pointer);				\
		if (there)						\
			walk((wire), &one);				\
		if ((wire)->out == NULL)				\
			(pointer) = !there ? NULL			\
				: arena_memdup((wire)->arena, &one,	\
					       sizeof(one));		\
	} while (0)

#endif
