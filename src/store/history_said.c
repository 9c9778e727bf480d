/* history_said.c - the messages of a ticket, and the header of its last mail. */

#include "store/history_said.h"

#include "mail/parse.h"

#include <stdlib.h>

enum { FIELDS = 6 };

/* "in", microseconds, Message-ID, address, name, words: E'\x1f' between. */
static struct known_said read_one(struct arena *arena, const char *line)
{
	const char *field[FIELDS];
	struct known_said said;

	for (size_t i = 0; i < FIELDS; i++) {
		size_t size = i + 1 < FIELDS ? strcspn(line, "\x1f")
					     : strlen(line);

		field[i] = arena_strndup(arena, line, size);
		line += size + (line[size] != '\0');
	}
	said = (struct known_said){
		.direction = MESSAGE_NOTE,
		.at = strtoll(field[1], NULL, 10),
		.message_id = field[2],
		.from_address = field[3],
		.from_name = field[4],
		.visible = field[5],
	};
	if (strcmp(field[0], message_direction_word(MESSAGE_IN)) == 0)
		said.direction = MESSAGE_IN;
	if (strcmp(field[0], message_direction_word(MESSAGE_OUT)) == 0)
		said.direction = MESSAGE_OUT;
	return said;
}

void history_said_read(struct arena *arena, const struct rows *rows, size_t i,
		       int column, struct known_ticket *known)
{
	const struct strings all = rows_split(arena, rows, i, column, '\x1e');
	struct known_said *said = ARENA_ARRAY(arena, struct known_said,
					      all.count);
	const void *head;
	size_t size;

	for (size_t k = 0; k < all.count; k++)
		said[k] = read_one(arena, all.at[k]);
	known->said = said;
	known->said_count = all.count;
	head = rows_bytes(rows, i, column + 1, &size);
	if (size > 0)
		known->last = parse_minimal(arena, arena_memdup(arena, head,
								size), size);
}
