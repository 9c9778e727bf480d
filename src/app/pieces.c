/* pieces.c - a chunk of the ledger is a piece of its mail. */

#include "app/pieces.h"

#include "store/ledger_raw.h"

bool pieces_read(void *context, size_t number, const void **bytes_r,
		 size_t *size_r, struct err *err)
{
	struct pieces *pieces = context;

	arena_reset(pieces->arena);
	return ledger_chunk(pieces->db, pieces->arena, pieces->desk_id,
			    pieces->mail_id, number, bytes_r, size_r, err);
}

static bool lies_within(const struct part *part, size_t size)
{
	return part->offset <= size && part->length <= size - part->offset;
}

bool pieces_files(struct pieces *pieces, struct arena *arena,
		  const struct message *message, size_t size, int64_t limit,
		  const char **raw_r, struct err *err)
{
	/* What is not written to takes no memory. */
	char *raw = arena_room(arena, size);
	int64_t sum = 0;
	size_t got;

	*raw_r = raw;
	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->use != PART_ATTACHMENT || !lies_within(part, size))
			continue;
		sum += (int64_t)part->size;
		if (sum > limit)
			return true;
		if (!ledger_range(pieces->db, pieces->desk_id,
				  pieces->mail_id, part->offset, part->length,
				  raw + part->offset, &got, err))
			return false;
	}
	return true;
}
