/* leak.c - look through what is about to leave. */

#include "desk/leak.h"

#include "base/text.h"
#include "mail/lines.h"
#include "mail/recall.h"

#include <stdlib.h>

enum { MAC_DIGITS = 26 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool same(const char *text, const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (lower(text[i]) != lower(word[i]))
			return false;
	return true;
}

/* May it stand inside an address, so that the address is another one? */
static bool goes_on(char c)
{
	return is_letter(c) || is_digit(c) || strchr("._-", c) != NULL;
}

/* Is it `address` whose "@" (or "%40") stands at [at, end)? */
static bool is_address(const char *text, size_t size, size_t at, size_t end,
		       const char *address)
{
	const size_t local = strcspn(address, "@");
	const char *domain = address + local + (address[local] == '@');
	const size_t length = strlen(domain);

	if (at < local || size - end < length ||
	    !same(text + at - local, address, local) ||
	    !same(text + end, domain, length))
		return false;
	if (at > local && goes_on(text[at - local - 1]) &&
	    text[at - local - 1] != '.')
		return false;
	/* A full stop ends a sentence, unless a word follows. */
	if (end + length == size || !goes_on(text[end + length]))
		return true;
	return text[end + length] == '.' &&
	       (end + length + 1 == size ||
		!goes_on(text[end + length + 1]));
}

static bool takes_part(const struct leak_look *look, const char *address)
{
	return look->ticket != NULL &&
	       strings_find(&look->ticket->participants, address) != NULL;
}

static bool names_agent(const struct leak_look *look, const char *text,
			size_t size)
{
	const struct strings *agents = &look->desk->agents;

	for (size_t at = 0; at < size; at++) {
		size_t end = at + 1;

		if (text[at] == '%' && size - at > 2 &&
		    memcmp(text + at, "%40", 3) == 0)
			end = at + 3;
		else if (text[at] != '@')
			continue;
		for (size_t i = 0; i < agents->count; i++)
			if (is_address(text, size, at, end, agents->at[i]) &&
			    !takes_part(look, agents->at[i]))
				return true;
	}
	return false;
}

/* Where the token ends whose "-" stands at `dash` begins, or SIZE_MAX: a
 * letter, digits and perhaps a dot, and the letter of its role. */
static size_t token_start(const char *text, size_t size, size_t dash)
{
	size_t start = dash;

	if (dash < 3 || size - dash <= MAC_DIGITS ||
	    !is_letter(text[dash - 1]) || !is_digit(text[dash - 2]))
		return SIZE_MAX;
	for (size_t i = dash + 1; i <= dash + MAC_DIGITS; i++)
		if (!is_letter(text[i]) && (text[i] < '2' || text[i] > '7'))
			return SIZE_MAX;
	start = dash - 1;
	while (start > 0 && (is_digit(text[start - 1]) ||
			     text[start - 1] == '.'))
		start--;
	return start > 0 && is_letter(text[start - 1]) ? start - 1 : SIZE_MAX;
}

static bool may_stand(const struct leak_look *look, const char *token,
		      size_t size, char role)
{
	if (look->header)
		return role == TOKEN_REPLY || role == TOKEN_RETURN;
	return look->allowed != NULL && strlen(look->allowed) == size &&
	       same(token, look->allowed, size);
}

static bool holds_token(const struct leak_look *look, const char *text,
			size_t size)
{
	for (size_t at = 0; at < size; at++) {
		size_t start;

		if (text[at] != '-')
			continue;
		start = token_start(text, size, at);
		if (start != SIZE_MAX &&
		    !may_stand(look, text + start, at + 1 + MAC_DIGITS - start,
			       lower(text[at - 1])))
			return true;
	}
	return false;
}

bool leak_is_marker(const char *line, size_t size)
{
	const char *open = memmem(line, size, LEAK_MARK_OPEN,
				  strlen(LEAK_MARK_OPEN));

	return open != NULL &&
	       memmem(open + 1, size - (size_t)(open + 1 - line),
		      LEAK_MARK_CLOSE, strlen(LEAK_MARK_CLOSE)) != NULL;
}

bool leak_is_notified(const char *text)
{
	static const char *const facts[] = {
		"- Urgency: ", "- Because: ", "- Queue: ", "- State: ",
		"- Assigned to: ", "- Answer promised by: ",
		"Also open, of this customer or the organisation",
		"Your answer to this mail goes to the customer, from the",
	};
	size_t count = 0;

	while (*text != '\0') {
		const char *line = text + strspn(text, " \t*");

		for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
			count += text_starts(line, facts[i]) ||
				 (facts[i][0] == '-' &&
				  text_starts(line, facts[i] + 2));
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return count > 1;
}

static bool holds_marker(const char *text, size_t size)
{
	size_t at = 0;

	while (at < size) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t length = end == NULL ? size - at
					    : (size_t)(end - text) - at;

		if (leak_is_marker(text + at, length))
			return true;
		at += length + 1;
	}
	return false;
}

static struct strings notes_of(struct arena *arena,
			       const struct known_ticket *ticket)
{
	const char **at = ARENA_ARRAY(arena, const char *,
				      ticket->said_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < ticket->said_count; i++)
		if (ticket->said[i].direction == MESSAGE_NOTE)
			at[count++] = ticket->said[i].visible;
	return (struct strings){ at, count };
}

/* A note may repeat what customers were told: that is theirs already. */
static bool repeats_note(const struct leak_look *look, const char *text,
			 size_t size)
{
	ARENA(arena);
	const struct lines lines = lines_of(arena, text, size);
	struct strings notes;
	const bool *in_notes, *told;

	if (look->ticket == NULL)
		return false;
	notes = notes_of(arena, look->ticket);
	if (notes.count == 0)
		return false;
	in_notes = recall_lines(arena, &lines, &notes);
	told = recall_lines(arena, &lines, &look->ticket->texts);
	for (size_t i = 0; i < lines.count; i++)
		if (in_notes[i] && !told[i])
			return true;
	return false;
}

enum leak leak_find(const struct leak_look *look, const char *text,
		    size_t size)
{
	if (names_agent(look, text, size))
		return LEAK_AGENT_ADDRESS;
	if (holds_token(look, text, size))
		return LEAK_TOKEN;
	if (holds_marker(text, size))
		return LEAK_MARKER;
	if (look->notes && repeats_note(look, text, size))
		return LEAK_NOTE;
	return LEAK_NONE;
}
