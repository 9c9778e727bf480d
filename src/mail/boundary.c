/* boundary.c - find the Received of our own server, and look only above it. */

#include "mail/boundary.h"

#include "base/text.h"
#include "mail/field.h"

/* The host behind "by" (RFC 5321, 4.4), "" where there is none.  Comments are
 * the sender's to fill in. */
static const char *taken_by(struct arena *arena, const char *received)
{
	const char *p = field_bare(arena, received);

	while (*p != '\0' && *p != ';') {
		size_t size = strcspn(p, " \t;"), host;

		if (size == 2 && text_starts(p, "by")) {
			p += size + strspn(p + size, " \t");
			host = strcspn(p, " \t;");
			return arena_strndup(arena, p, host);
		}
		p += size;
		p += strspn(p, " \t");
	}
	return "";
}

static size_t find(struct arena *arena, const struct message *message,
		   const struct strings *hosts)
{
	for (size_t i = 0; i < message->header_count; i++)
		if (text_same(message->headers[i].name, "Received") &&
		    strings_find(hosts, taken_by(arena,
				message->headers[i].value)) != NULL)
			return i;
	return 0;
}

const struct message *boundary_cut(struct arena *arena,
				   const struct message *message,
				   const struct strings *hosts)
{
	struct message *cut;
	struct header *kept;
	size_t boundary;

	if (hosts->count == 0)
		return message;
	boundary = find(arena, message, hosts);
	cut = arena_memdup(arena, message, sizeof(*message));
	kept = ARENA_ARRAY(arena, struct header, message->header_count);
	cut->header_count = 0;
	for (size_t i = 0; i < message->header_count; i++)
		if (i < boundary || !text_same(message->headers[i].name,
					       "Authentication-Results"))
			kept[cut->header_count++] = message->headers[i];
	cut->headers = kept;
	return cut;
}
