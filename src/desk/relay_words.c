/* relay_words.c - what the agent wrote herself, out of her mail. */

#include "desk/relay.h"

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"
#include "desk/leak.h"
#include "desk/relay_typed.h"
#include "mail/fold.h"
#include "mail/lines.h"
#include "mail/recall.h"

static void cut(struct pieces *pieces, const char *text, size_t size,
		enum fold_kind kind)
{
	size_t at = 0;

	while (at < size) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t length = end == NULL ? size - at
					    : (size_t)(end - text) - at;

		pieces->at[pieces->count++] = (struct piece){ text + at,
							      length, kind };
		at += length + 1;
	}
}

static size_t count_lines(const char *text)
{
	size_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

/* What a fold says of the byte at `offset`; parts rise, and so does *part. */
static enum fold_kind kind_at(const struct fold *fold, size_t offset,
			      size_t *part)
{
	while (*part < fold->count && fold->parts[*part].end <= offset)
		(*part)++;
	return *part < fold->count ? fold->parts[*part].kind : FOLD_VISIBLE;
}

/* The marks of her client say what is quoted: of a notification only some
 * lines are known of the ticket, and they must not make the others look like
 * hers.  Where there are no marks, what is known is quoted too. */
static struct pieces fold_pieces(struct arena *arena,
				 const struct message *message,
				 const struct strings *known)
{
	const struct strings none = { NULL, 0 };
	const struct fold fold = fold_text(arena, message, &none);
	const struct fold held = fold_text(arena, message, known);
	size_t part = 0;
	struct pieces pieces = {
		.at = ARENA_ARRAY(arena, struct piece,
				  count_lines(message->text) + fold.count),
	};

	for (size_t i = 0; i < fold.count; i++)
		cut(&pieces, message->text + fold.parts[i].start,
		    fold.parts[i].end - fold.parts[i].start,
		    fold.parts[i].kind);
	for (size_t i = 0; i < pieces.count; i++) {
		struct piece *piece = &pieces.at[i];

		if (kind_at(&held, (size_t)(piece->text - message->text),
			    &part) == FOLD_QUOTE &&
		    piece->kind == FOLD_VISIBLE)
			piece->kind = FOLD_QUOTE;
	}
	return pieces;
}

/* The first line of `rest`, as it stands in the mail: what is above it were
 * commands.  SIZE_MAX: it is not there. */
static size_t find_first(const struct message *message,
			 const struct pieces *pieces, const char *rest)
{
	const size_t size = strcspn(rest, "\n");

	if (rest >= message->text &&
	    rest <= message->text + message->text_size) {
		for (size_t i = 0; i < pieces->count; i++)
			if (pieces->at[i].text >= rest)
				return i;
		return pieces->count;
	}
	for (size_t i = 0; i < pieces->count; i++)
		if (pieces->at[i].kind == FOLD_VISIBLE &&
		    pieces->at[i].size == size &&
		    memcmp(pieces->at[i].text, rest, size) == 0)
			return i;
	return SIZE_MAX;
}

static bool is_dashed(const struct piece *piece)
{
	return piece->size > 2 && memcmp(piece->text, "--", 2) == 0;
}

/* "---- Forwarded message ----", "From: …": may the line stand above a
 * forwarded mail?  A name of at most two words before its colon. */
static bool announces(const struct piece *piece)
{
	const char *colon = memchr(piece->text, ':', piece->size);
	size_t name = colon == NULL ? 0 : (size_t)(colon - piece->text);
	int words = 1;

	if (is_dashed(piece))
		return true;
	for (size_t i = 0; i < name; i++)
		words += piece->text[i] == ' ';
	return name > 0 && name <= 24 && words <= 2;
}

/* One line may be hers, with a colon in it; a dashed line, or several with an
 * address among them, are not. */
static bool is_announcement(const struct piece *first,
			    const struct piece *behind)
{
	bool address = false;

	for (const struct piece *piece = first; piece < behind; piece++) {
		if (is_dashed(piece))
			return true;
		address = address ||
			  memchr(piece->text, '@', piece->size) != NULL;
	}
	return address && behind - first > 1;
}

/* The marker without a ">" before it, or where nothing is folded: below it all
 * is the notification, whatever it looks like between words that we know. */
static bool is_end(const struct piece *piece)
{
	const char *text = piece->text;
	size_t size = piece->size;

	if (!leak_is_marker(text, size))
		return false;
	while (size > 0 && strchr(" \t", *text) != NULL) {
		text++;
		size--;
	}
	return piece->kind == FOLD_VISIBLE || text[0] != '>';
}

/* A notification that was forwarded stays visible, as a mail that the sender
 * points at: it and the lines that announce it go. */
static size_t find_end(const struct pieces *pieces, size_t first)
{
	size_t end = first, above;

	while (end < pieces->count && !is_end(&pieces->at[end]))
		end++;
	if (end == pieces->count || pieces->at[end].kind != FOLD_VISIBLE)
		return end;
	while (end > first && piece_is_blank(&pieces->at[end - 1]))
		end--;
	above = end;
	while (above > first && announces(&pieces->at[above - 1]))
		above--;
	return is_announcement(pieces->at + above, pieces->at + end) ? above
								     : end;
}

/* The words of a quoted line, without its marks. */
static const char *words_of(struct arena *arena, const struct piece *piece)
{
	size_t start = 0, end = piece->size;

	while (start < end && strchr("> \t", piece->text[start]) != NULL)
		start++;
	while (end > start && strchr(" \t\r", piece->text[end - 1]) != NULL)
		end--;
	return arena_strndup(arena, piece->text + start, end - start);
}

/* The lines that customers know, since they wrote them or were told. */
struct told {
	struct map lines;
	const bool *recalled;	/* one a piece */
};

static struct told told_of(struct arena *arena, const struct pieces *pieces,
			   const struct strings *texts)
{
	struct told told = { .lines = { .arena = arena } };
	struct buffer all = { .arena = arena };
	struct lines lines;

	for (size_t i = 0; i < texts->count; i++) {
		struct pieces of = { .at = ARENA_ARRAY(arena, struct piece,
					count_lines(texts->at[i])) };

		cut(&of, texts->at[i], strlen(texts->at[i]), FOLD_QUOTE);
		for (size_t k = 0; k < of.count; k++)
			map_put(&told.lines, words_of(arena, &of.at[k]),
				arena);
	}
	for (size_t i = 0; i < pieces->count; i++) {
		buffer_add(&all, pieces->at[i].text, pieces->at[i].size);
		buffer_char(&all, '\n');
	}
	lines = lines_of(arena, buffer_string(&all), all.size);
	told.recalled = recall_lines(arena, &lines, texts);
	return told;
}

/* Is something visible below?  Only then was the quote answered to. */
static size_t last_visible(const struct pieces *pieces, size_t first,
			   size_t end)
{
	while (end > first && (pieces->at[end - 1].kind != FOLD_VISIBLE ||
			       piece_is_blank(&pieces->at[end - 1])))
		end--;
	return end;
}

/* An empty line where quoted and own lines meet. */
static void part_from(struct buffer *out, bool quote)
{
	const char *end, *line;

	if (out->size < 2)
		return;
	end = out->data + out->size;
	line = end - 1;
	while (line > out->data && line[-1] != '\n')
		line--;
	if (end - line > 1 && (line[0] == '>') != quote)
		buffer_char(out, '\n');
}

static void put_quoted(struct buffer *out, struct told *told,
		       const struct piece *piece, bool recalled)
{
	const char *words = words_of(out->arena, piece);
	const char *key = arena_printf(out->arena, "quoted %s", words);

	if (words[0] == '\0' || map_get(&told->lines, key) != NULL ||
	    (!recalled && map_get(&told->lines, words) == NULL) ||
	    leak_is_marker(words, strlen(words)))
		return;
	map_put(&told->lines, key, told);
	part_from(out, true);
	buffer_printf(out, "> %s\n", words);
}

static const char *trim(struct arena *arena, const char *text)
{
	size_t size;

	while (*text == '\n' || *text == ' ')
		text++;
	size = strlen(text);
	while (size > 0 && strchr("\n ", text[size - 1]) != NULL)
		size--;
	return size == 0 ? "" : arena_printf(arena, "%.*s\n", (int)size, text);
}

/* The last paragraph of a text. */
static const char *last_paragraph(const char *text)
{
	const char *start = text, *gap;

	while ((gap = strstr(start, "\n\n")) != NULL &&
	       gap[2 + strspn(gap + 2, "\n")] != '\0')
		start = gap + 2;
	return start;
}

const char *relay_unsigned(struct arena *arena, const char *text,
			   const char *name, const char *address)
{
	const char *line = last_paragraph(text);
	const char *end = text_find(line, address);

	if (name[0] == '\0' || address[0] == '\0' || end == NULL)
		return text;
	while (line < end) {
		size_t size = strcspn(line, "\n");

		if (text_same(arena_strndup(arena, line, size), name))
			return trim(arena, arena_strndup(
				arena, text, (size_t)(line - text)));
		line += size + (line[size] == '\n');
	}
	return text;
}

const char *relay_clean(struct arena *arena, const struct message *message,
			const char *rest, const struct known_ticket *ticket)
{
	const struct strings none = { NULL, 0 };
	const struct strings *texts = ticket == NULL ? &none : &ticket->texts;
	struct pieces pieces = fold_pieces(arena, message, texts);
	struct buffer out = { .arena = arena };
	size_t first, end, last;
	struct told told;

	rest += strspn(rest, "\n");
	if (rest[0] == '\0')
		return "";
	first = find_first(message, &pieces, rest);
	if (first == SIZE_MAX) {
		pieces.at = ARENA_ARRAY(arena, struct piece,
					count_lines(rest));
		pieces.count = first = 0;
		cut(&pieces, rest, strlen(rest), FOLD_VISIBLE);
	}
	relay_keep_typed(&pieces, first);
	end = find_end(&pieces, first);
	last = last_visible(&pieces, first, end);
	told = told_of(arena, &pieces, texts);
	/* What is quoted above her first words she answers too. */
	while (first > 0 && pieces.at[first - 1].kind == FOLD_QUOTE)
		first--;
	for (size_t i = first; i < last; i++) {
		const struct piece *piece = &pieces.at[i];

		if (piece->kind == FOLD_QUOTE) {
			put_quoted(&out, &told, piece, told.recalled[i]);
		} else if (piece->kind == FOLD_VISIBLE) {
			if (!piece_is_blank(piece))
				part_from(&out, piece->text[0] == '>');
			buffer_add(&out, piece->text, piece->size);
			buffer_char(&out, '\n');
		}
	}
	return message->from.count == 0 ? trim(arena, buffer_string(&out))
		: relay_unsigned(arena, trim(arena, buffer_string(&out)),
				 message->from.at[0].name,
				 message->from.at[0].address);
}
