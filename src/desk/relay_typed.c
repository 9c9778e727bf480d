/* relay_typed.c - find the client's quote, and keep what was typed above. */

#include "desk/relay_typed.h"

#include "desk/leak.h"

bool piece_is_blank(const struct piece *piece)
{
	for (size_t i = 0; i < piece->size; i++)
		if (strchr(" \t\r>", piece->text[i]) == NULL)
			return false;
	return true;
}

static bool is_marked(const struct piece *piece)
{
	const char *text = piece->text;
	size_t at = 0;

	while (at < piece->size && strchr(" \t", text[at]) != NULL)
		at++;
	return at < piece->size && text[at] == '>';
}

/* The last line of "On Monday Acme Support <support@desk.test> wrote:"; it may
 * stand in the quote itself, and hers above it. */
static bool may_announce(const struct piece *piece)
{
	static const char wide[] = "\uff1a";	/* a colon */
	size_t size = piece->size;

	while (size > 0 && strchr(" \t\r*_-", piece->text[size - 1]) != NULL)
		size--;
	return piece->kind == FOLD_HEADER ||
	       memchr(piece->text, '@', size) != NULL ||
	       (size > 0 && strchr(":>)", piece->text[size - 1]) != NULL) ||
	       (size >= sizeof(wide) - 1 &&
		memcmp(piece->text + size - (sizeof(wide) - 1), wide,
		       sizeof(wide) - 1) == 0);
}

/* Where her client's quote begins whose first line is the marker: behind ">"
 * as the marker is, below a paragraph that announces it.  SIZE_MAX: it marks
 * nothing so. */
static size_t find_quote(const struct pieces *pieces, size_t first)
{
	size_t at = first;

	while (at < pieces->count &&
	       !leak_is_marker(pieces->at[at].text, pieces->at[at].size))
		at++;
	if (at == pieces->count || !is_marked(&pieces->at[at]))
		return SIZE_MAX;
	while (at > first && (piece_is_blank(&pieces->at[at - 1]) ||
			      is_marked(&pieces->at[at - 1])))
		at--;
	if (at == first || !may_announce(&pieces->at[at - 1]))
		return at;
	while (at > first && !piece_is_blank(&pieces->at[at - 1]) &&
	       pieces->at[at - 1].kind != FOLD_VISIBLE)
		at--;
	return at;
}

/* Where her signature begins, if she put one above the quote. */
static size_t find_signature(const struct pieces *pieces, size_t first,
			     size_t end)
{
	for (size_t i = end; i-- > first;) {
		const struct piece *piece = &pieces->at[i];

		if ((piece->size == 2 && memcmp(piece->text, "--", 2) == 0) ||
		    (piece->size == 3 && memcmp(piece->text, "-- ", 3) == 0))
			return i;
	}
	return end;
}

/* Above that quote "> ls" and "as Bob wrote:" are her own, and so is what
 * looked like a signature above them.  A header that names a ticket is none of
 * hers, wherever it stands. */
void relay_keep_typed(const struct pieces *pieces, size_t first)
{
	size_t end = find_quote(pieces, first);
	bool words = false;

	if (end == SIZE_MAX)
		return;
	end = find_signature(pieces, first, end);
	for (size_t i = first; i < end; i++)
		if (pieces->at[i].kind == FOLD_HEADER &&
		    memmem(pieces->at[i].text, pieces->at[i].size, "[#", 2))
			return;
	for (size_t i = end; i-- > first;) {
		struct piece *piece = &pieces->at[i];

		if (piece->kind == FOLD_QUOTE || piece->kind == FOLD_HEADER)
			words |= !piece_is_blank(piece);
		else if (!words)
			continue;
		piece->kind = FOLD_VISIBLE;
	}
}
