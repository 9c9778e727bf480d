/* authres.c - a strict reader of one Authentication-Results field. */

#include "mail/authres.h"

#include "base/buffer.h"
#include "base/text.h"

/* What names a property, in two words. */
static const char *const property_names[][2] = {
#define ROW(id, type, name) [id] = { type, name },
	AUTHRES_PROPERTIES(ROW)
#undef ROW
};

/* Where we are in a field; `bad` once it leaves the grammar. */
struct reader {
	struct arena *arena;
	const char *at;
	bool bad;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_keyword(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* White space and comments, which may nest. */
static void skip(struct reader *in)
{
	size_t depth = 0;

	for (; *in->at != '\0'; in->at++) {
		char c = *in->at;

		if (c == '(')
			depth++;
		else if (depth > 0 && c == ')')
			depth--;
		else if (depth > 0 && c == '\\' && in->at[1] != '\0')
			in->at++;
		else if (depth == 0 && !is_space(c))
			return;
	}
	if (depth > 0)
		in->bad = true;
}

static bool take(struct reader *in, char c)
{
	skip(in);
	if (in->bad || *in->at != c)
		return false;
	in->at++;
	skip(in);
	return true;
}

/* A keyword: letters, digits, "-" and "_". */
static const char *keyword(struct reader *in)
{
	const char *start = in->at;

	while (is_keyword(*in->at))
		in->at++;
	if (in->at == start)
		in->bad = true;
	return arena_strndup(in->arena, start, (size_t)(in->at - start));
}

static void quoted(struct reader *in, struct buffer *out)
{
	for (in->at++; *in->at != '"'; in->at++) {
		if (*in->at == '\\' && in->at[1] != '\0')
			in->at++;
		if (*in->at == '\0') {
			in->bad = true;
			return;
		}
		buffer_char(out, *in->at);
	}
	in->at++;
}

/* A value, a quoted string or both joined ("a b"@example.org).  More than
 * the tokens of the RFC are let through: signatures (header.b) and bounce
 * addresses are often left unquoted. */
static const char *value(struct reader *in, const char *stop)
{
	struct buffer out = { .arena = in->arena };
	const char *start = in->at;

	while (!in->bad && *in->at != '\0' && !is_space(*in->at) &&
	       strchr(stop, *in->at) == NULL) {
		if (*in->at == '"')
			quoted(in, &out);
		else
			buffer_char(&out, *in->at++);
	}
	if (in->at == start)
		in->bad = true;
	return buffer_string(&out);
}

/* "header.from=a.test", "reason=…" or what others add ("action=none"). */
static void read_property(struct reader *in, struct authres_result *result)
{
	const char *first = keyword(in), *second = NULL, *text;

	if (take(in, '.'))
		second = keyword(in);
	if (in->bad || !take(in, '=')) {
		in->bad = true;
		return;
	}
	text = value(in, ";(");
	for (size_t i = 0; second != NULL && i < PROPERTY_COUNT; i++) {
		if (!text_same(first, property_names[i][0]) ||
		    !text_same(second, property_names[i][1]))
			continue;
		if (result->properties[i] != NULL)
			in->bad = true;
		result->properties[i] = text;
	}
}

/* What follows a ";": false where that was "none" or nothing at all. */
static bool read_result(struct reader *in, struct authres_result *result_r)
{
	*result_r = (struct authres_result){ .known = true };
	if (*in->at == '\0')
		return false;
	result_r->method = keyword(in);
	skip(in);
	if (*in->at == '\0' && text_same(result_r->method, "none"))
		return false;
	if (take(in, '/')) {
		result_r->known = strcmp(keyword(in), "1") == 0;
		skip(in);
	}
	if (in->bad || !take(in, '=')) {
		in->bad = true;
		return false;
	}
	result_r->word = keyword(in);
	skip(in);
	while (!in->bad && *in->at != ';' && *in->at != '\0') {
		read_property(in, result_r);
		skip(in);
	}
	return !in->bad;
}

/* The id at the start of a field, or NULL where a result stands there. */
static const char *read_id(struct reader *in)
{
	const char *id;

	skip(in);
	id = value(in, ";(=");
	skip(in);
	return in->bad || *in->at == '=' ? NULL : id;
}

/* Two answers to one question mean that somebody smuggled one in. */
static bool is_second(const struct authres_result *results, size_t count,
		      const char *method)
{
	if (text_same(method, "dkim"))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_same(results[i].method, method))
			return true;
	return false;
}

/* All that stands behind the id; 0 where any of it is unsound. */
static size_t read_results(struct reader *in, struct authres_result *results)
{
	size_t count = 0;

	if (*in->at != ';' && *in->at != '\0' &&
	    strcmp(keyword(in), "1") != 0)
		return 0;
	while (take(in, ';')) {
		if (count == AUTHRES_RESULTS)
			return 0;
		if (!read_result(in, &results[count]))
			continue;
		if (is_second(results, count, results[count].method))
			return 0;
		count++;
	}
	return in->bad || *in->at != '\0' ? 0 : count;
}

struct authres authres_read(struct arena *arena, const char *field)
{
	struct reader in = { .arena = arena, .at = field };
	struct authres_result *results =
		ARENA_ARRAY(arena, struct authres_result, AUTHRES_RESULTS);
	struct authres all = { .id = read_id(&in), .results = results };

	if (all.id != NULL)
		all.count = read_results(&in, results);
	return all;
}

const char *authres_id(struct arena *arena, const char *field)
{
	struct reader in = { .arena = arena, .at = field };

	return read_id(&in);
}

const char *authres_property_name(enum authres_property property)
{
	static const char *const names[] = {
#define ROW(id, type, name) [id] = type "." name,
		AUTHRES_PROPERTIES(ROW)
#undef ROW
	};

	return names[property];
}
