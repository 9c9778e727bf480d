/* part.c - name, type and use of a part, from its header. */

#include "mail/part.h"

#include "base/text.h"
#include "mail/field.h"
#include "mail/ids.h"

#include <string.h>

/* What a file may be called on a screen: no path, no control, no dots at the
 * end (Windows drops them, so "a.exe." runs). */
static const char *safe_name(struct arena *arena, const char *name)
{
	char *safe = arena_strdup(arena, name);
	size_t size = strlen(safe);

	for (char *p = safe; *p != '\0'; p++)
		if (strchr("/\\:*?\"<>|", *p) != NULL)
			*p = '_';
	while (size > 0 && (safe[size - 1] == '.' || safe[size - 1] == ' '))
		safe[--size] = '\0';
	return safe;
}

static const char *name_of(struct arena *arena, struct charset_set *charsets,
			   const struct mime_part *from, uint64_t *defects)
{
	const char *filename = params_text(arena, charsets, &from->disposition,
					   "filename", defects);
	const char *name = params_text(arena, charsets, &from->type, "name",
				       defects);

	if (filename == NULL || *filename == '\0')
		filename = name;
	else if (name != NULL && *name != '\0')
		params_compare(filename, name, defects);
	if (filename == NULL && strcmp(from->type.value,
				       "application/ms-tnef") == 0)
		filename = "winmail.dat";
	return filename == NULL ? "" : safe_name(arena, filename);
}

static const char *field_of(const struct mime_part *part, const char *name)
{
	const char *value = header_get(&part->header, name);

	return value == NULL ? "" : value;
}

struct part part_of(struct arena *arena, struct charset_set *charsets,
		    const struct mime_part *from, uint64_t *defects)
{
	return (struct part){
		.use = from->kind == MIME_MULTIPART ? PART_CONTAINER
						    : PART_ATTACHMENT,
		.depth = from->depth,
		.type = from->type.value,
		.charset = text_lower(arena, params_get(&from->type,
							"charset")),
		.disposition = from->disposition.value,
		.encoding = field_keyword(arena, field_of(
					from, "Content-Transfer-Encoding")),
		.name = name_of(arena, charsets, from, defects),
		.content_id = ids_one(arena, header_get(&from->header,
							"Content-ID")),
	};
}
