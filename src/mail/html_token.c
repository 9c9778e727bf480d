/* html_token.c - one pass over HTML, tolerant and linear. */

#include "config.h"	/* memmem */

#include "mail/html_token.h"

#include "base/ascii.h"
#include "base/banned.h"

#include <stdint.h>

/* Elements whose content is never read: it is skipped up to the closing tag
 * without being looked at. */
static const char *const unread[] = {
	"script", "style", "title", "template", "iframe", "noembed",
	"noframes", "svg", "math", "object", "xml",
};

enum { UNREAD = sizeof(unread) / sizeof(unread[0]) };

static const char *find(const char *p, const char *end, const char *what)
{
	return memmem(p, (size_t)(end - p), what, strlen(what));
}

/* The start of "</name", or NULL. */
static const char *find_close(const char *p, const char *end, const char *name)
{
	size_t len = strlen(name);

	for (; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++)
		if ((size_t)(end - p) > len + 2 && p[1] == '/' &&
		    ascii_compare(p + 2, name, len) == 0 &&
		    !ascii_alnum(p[2 + len]))
			return p;
	return NULL;
}

/* Behind "<!…" and "<?…": a comment, a declaration, a conditional. */
static const char *skip_comment(struct html_tokens *tokens, const char *p)
{
	const char *end = NULL;

	if (tokens->end - p >= 5 && memcmp(p, "<!-->", 5) == 0)
		return p + 5;
	if (tokens->end - p >= 4 && memcmp(p, "<!--", 4) == 0 &&
	    !tokens->no_comment_end) {
		end = find(p + 4, tokens->end, "-->");
		tokens->no_comment_end = end == NULL;
		if (end != NULL)
			return end + 3;
	}
	end = memchr(p, '>', (size_t)(tokens->end - p));
	return end == NULL ? tokens->end : end + 1;
}

/* Behind a quoted value, or `p` itself where the quote is never closed. */
static const char *skip_quoted(struct html_tokens *tokens, const char *p)
{
	bool *never = *p == '"' ? &tokens->no_quote : &tokens->no_apostrophe;
	const char *end;

	if (*never)
		return p + 1;
	end = memchr(p + 1, *p, (size_t)(tokens->end - p - 1));
	*never = end == NULL;
	return end == NULL ? p + 1 : end + 1;
}

/* The ">" of a tag, past quoted attribute values; a quote counts only behind
 * a "=". */
static const char *tag_end(struct html_tokens *tokens, const char *p)
{
	bool value = false;

	while (p < tokens->end && *p != '>') {
		if (value && (*p == '"' || *p == '\'')) {
			p = skip_quoted(tokens, p);
			value = false;
			continue;
		}
		if (*p == '=')
			value = true;
		else if (!ascii_space(*p))
			value = false;
		p++;
	}
	return p;
}

/* Is it a tag, and not "<ann@example.org>" or "<https://…>"? */
static bool read_name(const char *p, const char *end, char name[HTML_NAME_SIZE],
		      const char **behind_r)
{
	size_t used = 0;

	if (p >= end || !ascii_alpha(*p))
		return false;
	memset(name, 0, HTML_NAME_SIZE);
	for (; p < end && !ascii_space(*p) && *p != '>' &&
	     *p != '/' && *p != '<'; p++) {
		if (*p == '@')
			return false;
		if (used + 1 < HTML_NAME_SIZE)
			name[used++] = ascii_lower(*p);
	}
	*behind_r = p;
	return name[used - 1] != ':';
}

/* Behind the content of an element that nobody reads. */
static const char *skip_content(struct html_tokens *tokens, const char *name,
				const char *p)
{
	for (unsigned i = 0; i < UNREAD; i++) {
		const char *close;

		if (strcmp(name, unread[i]) != 0)
			continue;
		if (tokens->no_close & 1u << i)
			return p;
		close = find_close(p, tokens->end, name);
		if (close == NULL)
			tokens->no_close |= 1u << i;
		return close == NULL ? p : close;
	}
	return p;
}

/* Read the tag at `p`, which is a "<".  False if it is none. */
static bool read_tag(struct html_tokens *tokens, const char *p,
		     struct html_token *token)
{
	bool close = p + 1 < tokens->end && p[1] == '/';
	const char *behind, *end;

	if (!read_name(p + 1 + close, tokens->end, token->name, &behind))
		return false;
	end = tag_end(tokens, behind);
	token->kind = close ? HTML_TOKEN_CLOSE : HTML_TOKEN_OPEN;
	token->at = behind;
	token->size = (size_t)(end - behind);
	tokens->p = end < tokens->end ? end + 1 : end;
	if (!close && !(end > behind && end[-1] == '/'))
		tokens->p = skip_content(tokens, token->name, tokens->p);
	return true;
}

/* The text up to the next "<" that starts something. */
static void read_text(struct html_tokens *tokens, struct html_token *token)
{
	const char *p = tokens->p;

	do {
		p = memchr(p + 1, '<', (size_t)(tokens->end - p - 1));
		if (p == NULL)
			p = tokens->end;
	} while (p + 1 < tokens->end && !ascii_alpha(p[1]) &&
		 strchr("/!?", p[1]) == NULL);
	token->kind = HTML_TOKEN_TEXT;
	token->at = tokens->p;
	token->size = (size_t)(p - tokens->p);
	tokens->p = p;
}

bool html_token_next(struct html_tokens *tokens, struct html_token *token_r)
{
	token_r->kind = HTML_TOKEN_END;
	while (tokens->p < tokens->end) {
		const char *p = tokens->p;

		if (*p != '<' || p + 1 == tokens->end) {
			read_text(tokens, token_r);
			return true;
		}
		if (p[1] == '!' || p[1] == '?') {
			tokens->p = skip_comment(tokens, p);
			continue;
		}
		if (!read_tag(tokens, p, token_r))
			read_text(tokens, token_r);
		return true;
	}
	return false;
}

static void keep(struct html_attributes *attributes, const char *name,
		 size_t size, struct html_slice value)
{
	static const char *const names[] = {
#define ROW(name, word) [name] = word,
		HTML_ATTRIBUTES(ROW)
#undef ROW
	};

	for (int i = 0; i < HTML_ATTRIBUTE_COUNT; i++)
		if (attributes->value[i].at == NULL &&
		    strlen(names[i]) == size &&
		    ascii_compare(names[i], name, size) == 0)
			attributes->value[i] = value;
}

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && (ascii_space(*p) || *p == '/'))
		p++;
	return p;
}

/* The value at `p`, quoted or not.  Returns behind it. */
static const char *read_value(const char *p, const char *end,
			      struct html_slice *value)
{
	const char *close = NULL;

	if (p < end && (*p == '"' || *p == '\''))
		close = memchr(p + 1, *p, (size_t)(end - p - 1));
	if (close != NULL) {
		*value = (struct html_slice){ p + 1,
					      (size_t)(close - p - 1) };
		return close + 1;
	}
	value->at = p;
	while (p < end && !ascii_space(*p))
		p++;
	value->size = (size_t)(p - value->at);
	return p;
}

void html_token_attributes(const struct html_token *token,
			   struct html_attributes *attributes_r)
{
	const char *p = token->at, *end = p + token->size;

	memset(attributes_r, 0, sizeof(*attributes_r));
	for (p = skip_space(p, end); p < end; p = skip_space(p, end)) {
		const char *name = p;
		struct html_slice value = { "", 0 };
		size_t size;

		while (p < end && !ascii_space(*p) && *p != '=' &&
		       *p != '/')
			p++;
		size = (size_t)(p - name);
		while (p < end && ascii_space(*p))
			p++;
		if (p < end && *p == '=') {
			p++;
			while (p < end && ascii_space(*p))
				p++;
			p = read_value(p, end, &value);
		}
		keep(attributes_r, name, size, value);
	}
}
