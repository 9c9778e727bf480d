/* placeholder_fill.c - values in the place of placeholders. */

#include "desk/placeholder.h"

#include "base/text.h"

enum { VALUE_LIMIT = 300 };	/* bytes of one value */

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	       (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* Mail programs make links of these wherever they see them. */
static size_t link_start(const char *text)
{
	if (strncmp(text, "://", 3) == 0)
		return 3;
	return text_starts(text, "www.") ? 4 : 0;
}

/* A value is words: no links, and in Markdown each of its marks is escaped
 * (CommonMark 0.30, 2.4). */
static void put_value(struct buffer *out, const char *value, bool markdown)
{
	const char *p = text_line(out->arena, value, strlen(value),
				  VALUE_LIMIT);

	while (*p != '\0') {
		size_t link = link_start(p);

		if (link > 0) {
			buffer_text(out, link == 3 ? markdown ? "\\: " : ": " :
				    "www ");
			p += link;
			continue;
		}
		if (markdown && is_punctuation(*p))
			buffer_char(out, '\\');
		buffer_char(out, *p++);
	}
}

void template_put_value(struct buffer *out, const char *value)
{
	put_value(out, value, true);
}

/* Within the query of a mailto: link (RFC 6068, section 2): what is neither
 * letter nor digit is spelled by its bytes. */
static void put_query(struct buffer *out, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		const unsigned char c = (unsigned char)*text;
		const char spelled[] = { '%', digits[c >> 4], digits[c & 15] };

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9'))
			buffer_char(out, *text);
		else
			buffer_add(out, spelled, sizeof(spelled));
	}
}

/* "[words](mailto:address?subject=...&body=...)". */
static void put_button(struct buffer *out, const char *address,
		       const char *words, const char *number)
{
	buffer_char(out, '[');
	put_value(out, words, true);
	buffer_printf(out, "](mailto:%s?subject=", address);
	put_query(out, arena_printf(out->arena, "[#%s] %s", number, words));
	buffer_text(out, "&body=");
	put_query(out, words);
	buffer_char(out, ')');
}

/* The title in bold, what the article says, where it says more, and the
 * button that closes the ticket because of it. */
static void put_article(struct buffer *out,
			const struct template_article *article,
			const char *words, const char *number)
{
	buffer_text(out, "**");
	put_value(out, article->title, true);
	buffer_text(out, "**\n");
	if (article->text[0] != '\0')
		buffer_printf(out, "\n%s\n", article->text);
	if (article->link[0] != '\0')
		buffer_printf(out, "\n<%s>\n", article->link);
	if (article->solved[0] != '\0' && words[0] != '\0') {
		buffer_char(out, '\n');
		put_button(out, article->solved, words, number);
		buffer_char(out, '\n');
	}
}

static void put_articles(struct buffer *out,
			 const struct template_values *values,
			 const char *words)
{
	for (size_t i = 0; i < values->article_count; i++) {
		if (i > 0)
			buffer_char(out, '\n');
		put_article(out, &values->articles[i], words, values->number);
	}
}

static bool has_value(const struct placeholder *at,
		      const struct template_values *values)
{
	if (at->kind == PLACEHOLDER_ARTICLES)
		return values->article_count > 0;
	return placeholder_value(at, values)[0] != '\0';
}

static void put_one(struct buffer *out, const struct placeholder *at,
		    const struct template_values *values, bool markdown)
{
	const char *words = arena_strndup(out->arena, at->words,
					  at->words_size);

	if (!has_value(at, values)) {
		if (at->kind == PLACEHOLDER_WORDS)
			buffer_text(out, words);
		return;
	}
	switch (at->kind) {
	case PLACEHOLDER_WORDS:
		put_value(out, placeholder_value(at, values), markdown);
		break;
	case PLACEHOLDER_BUTTON:
		put_button(out, placeholder_value(at, values), words,
			   values->number);
		break;
	case PLACEHOLDER_ANSWER:
		buffer_text(out, placeholder_value(at, values));
		break;
	case PLACEHOLDER_ARTICLES:
		put_articles(out, values, words);
		break;
	}
}

/* A mark that has its line for itself takes it away. */
static const char *behind(const struct placeholder *at)
{
	return at->end + (*at->end == '\n');
}

const char *placeholder_fill(struct arena *arena, const char *text,
			     const struct template_values *values,
			     bool markdown)
{
	struct buffer out = { .arena = arena };
	struct placeholder at, end;

	while (placeholder_next(text, &at)) {
		buffer_add(&out, text, (size_t)(at.start - text));
		text = at.mark == PLACEHOLDER_VALUE ? at.end : behind(&at);
		if (at.mark == PLACEHOLDER_VALUE)
			put_one(&out, &at, values, markdown);
		else if (at.mark == PLACEHOLDER_BEGIN &&
			 !has_value(&at, values) &&
			 placeholder_end(&at, &end))
			text = behind(&end);
	}
	buffer_text(&out, text);
	return buffer_string(&out);
}
