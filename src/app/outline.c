/* outline.c - one pass over our own JSON. */

#include "app/outline.h"

#include "base/banned.h"

#include <ctype.h>
#include <stdbool.h>

enum { DEPTH_LIMIT = 20, KEY_WIDTH = 22 };

static const char *skip(const char *at)
{
	while (isspace((unsigned char)*at) || *at == ',')
		at++;
	return at;
}

/* Print what stands between the quotes; the end, or NULL. */
static const char *print_string(const char *at)
{
	for (at++; *at != '\0' && *at != '"'; at++) {
		if (*at != '\\') {
			putchar(*at);
			continue;
		}
		at++;
		/* Line ends and controls would break the outline. */
		if (*at == 'u') {
			putchar(' ');
			at += strnlen(at + 1, 4);
		} else {
			putchar(strchr("ntrbf", *at) != NULL ? ' ' : *at);
		}
		if (*at == '\0')
			return NULL;
	}
	return *at == '"' ? at + 1 : NULL;
}

static const char *print_scalar(const char *at)
{
	size_t len;

	if (*at == '"') {
		at = print_string(at);
	} else {
		len = strcspn(at, ",]} \n");
		printf("%.*s", (int)len, strncmp(at, "null", 4) == 0
		       ? "none" : at);
		at += len;
	}
	putchar('\n');
	return at;
}

static const char *print_value(const char *at, int indent, int depth);

static const char *print_member(const char *at, int indent, int depth)
{
	const char *key = at;
	size_t len = strcspn(key + 1, "\"");
	const char *value = skip(key + len + 2);

	if (*value != ':')
		return NULL;
	value = skip(value + 1);
	printf("%*s%.*s", indent, "", (int)len, key + 1);
	if (*value == '{' || *value == '[') {
		const char *inside = skip(value + 1);

		if (*inside == '}' || *inside == ']') {
			printf("%*snone\n", KEY_WIDTH - (int)len, "");
			return inside + 1;
		}
		putchar('\n');
		return print_value(value, indent + 2, depth + 1);
	}
	printf("%*s", len < KEY_WIDTH ? KEY_WIDTH - (int)len : 1, "");
	return print_scalar(value);
}

static const char *print_value(const char *at, int indent, int depth)
{
	char close = *at == '{' ? '}' : ']';
	bool object = *at == '{';

	if (depth > DEPTH_LIMIT)
		return NULL;
	for (at = skip(at + 1); at != NULL && *at != close; ) {
		if (*at == '\0')
			return NULL;
		if (object) {
			at = print_member(at, indent, depth);
		} else if (*at == '{' || *at == '[') {
			at = print_value(at, indent, depth + 1);
			putchar('\n');
		} else {
			printf("%*s", indent, "");
			at = print_scalar(at);
		}
		if (at != NULL)
			at = skip(at);
	}
	return at == NULL ? NULL : at + 1;
}

void outline_print(const char *json, int indent)
{
	if (*json == '{' && print_value(json, indent, 0) != NULL)
		return;
	puts(json);
}
