/* digest.c - decode a part in pieces and count and digest them. */

#include "mail/digest.h"

#include "base/hmac.h"
#include "mail/encoding.h"

enum { PIECE = 16 * 1024 };

void digest_part(const char *bytes, const struct mime_part *from,
		 struct part *part)
{
	struct encoding_step step = {
		.encoding = encoding_named(part->encoding),
	};
	struct hmac_stream *stream = hmac_stream_new();
	char out[PIECE + 64];
	size_t used;

	for (size_t i = from->start; i < from->end; i += PIECE) {
		size_t left = from->end - i;

		used = encoding_step(&step, bytes + i,
				     left < PIECE ? left : PIECE, out);
		hmac_stream_add(stream, out, used);
		part->size += used;
	}
	used = encoding_end(&step, out);
	hmac_stream_add(stream, out, used);
	part->size += used;
	hmac_stream_end(&stream, part->sha256);
}
