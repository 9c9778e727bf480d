/* params.c - parameters of MIME fields, RFC 2045 and RFC 2231. */

#include "mail/params.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"
#include "mail/message.h"
#include "mail/words.h"
#include "base/ascii.h"

static const char *skip_space(const char *p)
{
	return p + strspn(p, " \t");
}

/* A quoted-string; a backslash is only an escape in front of what needs one,
 * as it stands in the paths of careless programs. */
static const char *read_quoted(struct arena *arena, const char *p,
			       const char **text_r)
{
	struct buffer out = { .arena = arena };

	for (p++; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		buffer_char(&out, *p);
	}
	*text_r = buffer_string(&out);
	return *p == '"' ? p + 1 : p;
}

static const char *read_plain(struct arena *arena, const char *p,
			      const char **text_r)
{
	size_t size = strcspn(p, ";"), len = size;

	while (len > 0 && (p[len - 1] == ' ' || p[len - 1] == '\t'))
		len--;
	*text_r = arena_strndup(arena, p, len);
	return p + size;
}

/* "name = text" at `p`.  Returns where the next one may start. */
static const char *read_param(struct arena *arena, const char *p,
			      struct param *param_r)
{
	size_t size = strcspn(p, "=; \t\"");
	const char *equals = skip_space(p + size);

	*param_r = (struct param){ NULL, NULL };
	if (size == 0 || *equals != '=')
		return p + size + strcspn(p + size, ";");
	param_r->name = text_lower(arena, arena_strndup(arena, p, size));
	p = skip_space(equals + 1);
	return *p == '"' ? read_quoted(arena, p, &param_r->text)
			 : read_plain(arena, p, &param_r->text);
}

struct params params_parse(struct arena *arena, const char *field)
{
	const char *p = skip_space(field);
	size_t size = strcspn(p, "; \t("), count = 0;
	struct param *at;

	/* "charset=utf-8" without a type in front. */
	if (memchr(p, '=', size) != NULL)
		size = 0;
	struct params params = {
		.value = text_lower(arena, arena_strndup(arena, p, size)),
	};
	at = ARENA_ARRAY(arena, struct param, LIMIT_PARAMETERS);
	p += size;
	while (*p != '\0' && count < LIMIT_PARAMETERS) {
		p += strspn(p, "; \t");
		if (*p == '\0')
			break;
		p = read_param(arena, p, &at[count]);
		if (at[count].name != NULL)
			count++;
	}
	params.at = at;
	params.count = count;
	return params;
}

const char *params_get(const struct params *params, const char *name)
{
	for (size_t i = 0; i < params->count; i++)
		if (strcmp(params->at[i].name, name) == 0)
			return params->at[i].text;
	return "";
}

static const char *find(const struct params *params, const char *name,
			const char *ending)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < params->count; i++)
		if (strncmp(params->at[i].name, name, len) == 0 &&
		    strcmp(params->at[i].name + len, ending) == 0)
			return params->at[i].text;
	return NULL;
}

static int hex(char c)
{
	return ascii_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* "%41" to "A"; a "%" that encodes nothing stands for itself. */
static void add_percent(struct buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (text[0] == '%' && ascii_hex(text[1]) &&
		    ascii_hex(text[2])) {
			buffer_char(out, (char)(hex(text[1]) << 4 |
						hex(text[2])));
			text += 2;
		} else {
			buffer_char(out, *text);
		}
	}
}

/* Cut "charset'language'" off the first piece of an extended value. */
static const char *cut_charset(struct arena *arena, const char *text,
			       const char **charset_r)
{
	const char *first = strchr(text, '\'');
	const char *second = first == NULL ? NULL : strchr(first + 1, '\'');

	*charset_r = "";
	if (second == NULL)
		return text;
	*charset_r = arena_strndup(arena, text, (size_t)(first - text));
	return second + 1;
}

/* name*=…, or name*0=…, name*1*=… and so on: RFC 2231, sections 3 and 4. */
static const char *extended(struct arena *arena, struct charset_set *charsets,
			    const struct params *params, const char *name,
			    uint64_t *defects)
{
	struct buffer out = { .arena = arena };
	const char *charset = "", *piece = find(params, name, "*"), *text;
	bool bad = false;
	char ending[8];
	size_t size;

	if (piece != NULL)
		add_percent(&out, cut_charset(arena, piece, &charset));
	for (int i = 0; piece == NULL && i < LIMIT_PARAMETERS; i++) {
		snprintf(ending, sizeof(ending), "*%d*", i);
		text = find(params, name, ending);
		if (text != NULL) {
			if (i == 0)
				text = cut_charset(arena, text, &charset);
			add_percent(&out, text);
			continue;
		}
		ending[strlen(ending) - 1] = '\0';
		text = find(params, name, ending);
		if (text == NULL) {
			if (i == 0)
				return NULL;
			break;
		}
		buffer_text(&out, text);
	}
	text = charset_decode(arena, charsets, charset, buffer_string(&out),
			      out.size, &size, &bad);
	if (bad)
		*defects |= 1ull << DEFECT_BAD_CHARSET;
	/* Some programs put encoded-words into the pieces. */
	if (charset[0] == '\0' && strstr(text, "=?") != NULL)
		return words_decode(arena, charsets, text, LIMIT_NAME, defects);
	if (text_hides(text, size))
		*defects |= 1ull << DEFECT_INVISIBLE;
	return text_line(arena, text, size, LIMIT_NAME);
}

/* A plain name of ASCII beside a richer one is the usual courtesy to old
 * programs, unless its ending differs. */
void params_compare(const char *one, const char *other, uint64_t *defects)
{
	const char *a = strrchr(one, '.'), *b = strrchr(other, '.');

	if ((a == NULL) != (b == NULL) || (a != NULL && !text_same(a, b)))
		*defects |= 1ull << DEFECT_NAME_CONFLICT;
}

/* The same parameter given twice is a choice between readers. */
static void compare_all(const struct params *params, const char *name,
			const char *first, uint64_t *defects)
{
	for (size_t i = 0; i < params->count; i++)
		if (strcmp(params->at[i].name, name) == 0)
			params_compare(first, params->at[i].text, defects);
}

const char *params_text(struct arena *arena, struct charset_set *charsets,
			const struct params *params, const char *name,
			uint64_t *defects)
{
	const char *rich = extended(arena, charsets, params, name, defects);
	const char *plain = find(params, name, "");

	if (plain != NULL) {
		compare_all(params, name, plain, defects);
		plain = words_decode(arena, charsets, plain, LIMIT_NAME,
				     defects);
	}
	if (rich == NULL)
		return plain;
	if (plain != NULL)
		params_compare(rich, plain, defects);
	return rich;
}
