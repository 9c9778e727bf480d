/* slots.c - find the slots of a text, and fill them. */

#include "desk/slots.h"

#include "base/buffer.h"
#include "base/text.h"

static const char *value_of(const struct captures *captures, const char *name)
{
	for (size_t i = 0; i < captures->count; i++)
		if (strcmp(captures->at[i].name, name) == 0)
			return captures->at[i].value;
	return "";
}

const char *slots_next(struct arena *arena, const char **p,
		       const char **start_r)
{
	const char *start = strstr(*p, "{{");
	const char *end = start == NULL ? NULL : strstr(start, "}}");
	const char *name;
	size_t size;

	if (end == NULL)
		return NULL;
	*start_r = start;
	*p = end + 2;
	name = start + 2 + strspn(start + 2, " ");
	size = (size_t)(end - name);
	while (size > 0 && name[size - 1] == ' ')
		size--;
	return arena_strndup(arena, name, size);
}

const char *slots_fill(struct arena *arena, const char *text,
		       const struct captures *captures, size_t limit)
{
	struct buffer out = { .arena = arena };
	const char *p = text, *from = text, *name, *start;

	while ((name = slots_next(arena, &p, &start)) != NULL) {
		buffer_add(&out, from, (size_t)(start - from));
		buffer_text(&out, value_of(captures, name));
		from = p;
	}
	buffer_text(&out, from);
	return text_line(arena, buffer_string(&out), out.size, limit);
}

bool slots_any(struct arena *arena, const char *text,
	       const struct captures *captures)
{
	const char *p = text, *name, *start;
	bool empty = true;

	while ((name = slots_next(arena, &p, &start)) != NULL) {
		if (value_of(captures, name)[0] != '\0')
			return true;
		empty = false;
	}
	return empty;
}
