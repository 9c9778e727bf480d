/* listmark.c - find what names the list. */

#include "mail/listmark.h"

#include "base/text.h"
#include "mail/prefix.h"

#include <stdbool.h>

enum { FOOTER_LIMIT = 2000, RULE_LEAST = 40 };

const char *listmark_subject(struct arena *arena, const char *subject,
			     const char *list)
{
	const char *rest = subject, *next;
	size_t local = strcspn(list, "@");

	while (rest[0] != '[' &&
	       prefix_read(arena, rest, &next) != PREFIX_NONE)
		rest = next;
	if (rest[0] != '[' || strlen(rest) < local + 2 ||
	    rest[local + 1] != ']' ||
	    !text_starts(rest + 1, arena_strndup(arena, list, local)))
		return subject;
	next = rest + local + 2;
	next += strspn(next, " ");
	return arena_printf(arena, "%.*s%s", (int)(rest - subject), subject,
			    next);
}

/* "_____…" of Mailman, or the "-- " of a signature, which Google takes. */
static bool is_rule(const char *line, size_t size, bool *signature_r)
{
	size_t count = strspn(line, "_");

	*signature_r = size == 3 && strncmp(line, "-- ", 3) == 0;
	return *signature_r || (count >= RULE_LEAST && count == size);
}

/* A signature of the author's may name the list, too: one of the list's says
 * how to leave it. */
static bool names_list(struct arena *arena, const char *footer,
		       const char *list, bool signature)
{
	size_t local = strcspn(list, "@");
	const char *name = arena_strndup(arena, list, local);
	const char *leave = arena_printf(arena, "%s+unsubscribe%s", name,
					 list + local);

	if (text_find(footer, leave) != NULL)
		return true;
	return !signature &&
	       (text_find(footer, list) != NULL ||
		text_find(footer, arena_printf(arena, "/listinfo/%s",
					       name)) != NULL);
}

size_t listmark_text(const char *text, size_t size, const char *list)
{
	size_t first = size > FOOTER_LIMIT ? size - FOOTER_LIMIT : 0;
	size_t at = size;
	bool signature;
	ARENA(scratch);

	while (at > first) {
		size_t start = at - 1;

		while (start > 0 && text[start - 1] != '\n')
			start--;
		if (start >= first &&
		    is_rule(text + start, strcspn(text + start, "\n"),
			    &signature))
			return names_list(scratch, text + start, list,
					  signature) ? start : size;
		at = start;
	}
	return size;
}
