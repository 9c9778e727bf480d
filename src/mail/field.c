/* field.c - comments, keywords, lists and parameters of header fields. */

#include "mail/field.h"

#include "base/buffer.h"
#include "base/text.h"

static const char BLANKS[] = " \t\n";

/* Past one comment that starts at `p`; an open end takes all. */
static const char *skip_comment(const char *p)
{
	int depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
	}
	return p;
}

/* Past one quoted string that starts at `p`. */
static const char *skip_quoted(const char *p)
{
	for (p++; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '"')
			return p + 1;
	}
	return p;
}

char *field_bare(struct arena *arena, const char *value)
{
	struct buffer out = { .arena = arena };

	value += strspn(value, BLANKS);
	while (*value != '\0') {
		const char *end = value + 1;

		if (*value == '(') {
			value = skip_comment(value);
			buffer_char(&out, ' ');
			continue;
		}
		if (*value == '"')
			end = skip_quoted(value);
		buffer_add(&out, value, (size_t)(end - value));
		value = end;
	}
	while (out.size > 0 && strchr(BLANKS, out.data[out.size - 1]) != NULL)
		out.size--;
	return buffer_string(&out);
}

char *field_keyword(struct arena *arena, const char *value)
{
	char *bare = field_bare(arena, value);
	size_t size;

	bare += strspn(bare, " \t\n\"");
	size = strcspn(bare, " \t\n;,\"");
	/* Nothing but ASCII is in a word (RFC 2045, 5.1): a program in C may
	 * have written its NUL, too, of which we made a picture. */
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)bare[i] >= 0x80)
			size = i;
	bare[size] = '\0';
	return text_lower(arena, bare);
}

bool field_lists(struct arena *arena, const char *value, const char *word)
{
	const char *p = field_bare(arena, value);

	while (*p != '\0') {
		size_t len = strcspn(p, " \t\n,;");

		if (len == strlen(word) && text_starts(p, word))
			return true;
		p += len;
		p += strspn(p, " \t\n,;");
	}
	return false;
}

/* The value after "name=", unquoted. */
static char *parameter_value(struct arena *arena, const char *p)
{
	struct buffer out = { .arena = arena };
	const char *end = p + strcspn(p, "; \t\n");

	if (*p != '"')
		return arena_strndup(arena, p, (size_t)(end - p));
	for (p++; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		buffer_char(&out, *p);
	}
	return buffer_string(&out);
}

char *field_parameter(struct arena *arena, const char *value,
		      const char *name)
{
	const char *p = field_bare(arena, value);
	size_t len = strlen(name);

	while (*p != '\0') {
		if (*p == '"') {
			p = skip_quoted(p);
			continue;
		}
		if (*p++ != ';')
			continue;
		p += strspn(p, BLANKS);
		if (!text_starts(p, name))
			continue;
		const char *after = p + len + strspn(p + len, BLANKS);

		if (*after == '=')
			return parameter_value(arena, after + 1 +
					       strspn(after + 1, BLANKS));
	}
	return NULL;
}
