/* command.c - take the commands from above an agent's words, line by line. */

#include "desk/command.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/nearest.h"

#define FULLWIDTH_SIGN	0xff03		/* of input methods */

static const bool may_repeat[] = {
#define ROW(name, word, argument, again) [name] = again,
	COMMAND_KINDS(ROW)
#undef ROW
};

struct taking {
	struct arena *arena;
	const struct command_aliases *aliases;
	struct command at[COMMAND_LINES];
	size_t count;
	struct command_fault faults[COMMAND_LINES + 1];
	size_t fault_count;
};

/* A line of the text, [start, end). */
struct row {
	const char *start, *end;
	int number;
};

static const char *skip_space(const char *p, const char *end)
{
	while (p < end) {
		const char *next = p;
		uint32_t c = text_next(&next, end);

		if (!text_is_space(c) && !text_is_invisible(c))
			break;
		p = next;
	}
	return p;
}

static bool is_blank(const struct row *row)
{
	return skip_space(row->start, row->end) == row->end;
}

static struct row row_at(const char *text, int number)
{
	return (struct row){ text, text + strcspn(text, "\n"), number };
}

static const char *behind(const struct row *row)
{
	return row->end + (*row->end == '\n');
}

static const char *word_end(const char *p, const char *end)
{
	while (p < end) {
		const char *next = p;
		uint32_t c = text_next(&next, end);

		if (!text_is_alnum(c) && c != '-' && c != '_')
			break;
		p = next;
	}
	return p;
}

/* Behind the sign of a command, or NULL: a letter or a digit must follow. */
static const char *behind_sign(const struct row *row)
{
	const char *p = skip_space(row->start, row->end);
	const char *word, *next;

	if (p == row->end)
		return NULL;
	word = p;
	switch (text_next(&word, row->end)) {
	case '#':
	case FULLWIDTH_SIGN:
		break;
	default:
		return NULL;
	}
	next = word;
	return word < row->end && text_is_alnum(text_next(&next, row->end))
		? word : NULL;
}

/* White space of any kind as one blank, trimmed. */
static const char *plain(struct arena *arena, const char *p, const char *end)
{
	struct buffer out = { .arena = arena };
	bool gap = false;

	p = skip_space(p, end);
	while (p < end) {
		const char *next = p;
		uint32_t c = text_next(&next, end);

		if (text_is_space(c)) {
			gap = true;
		} else if (!text_is_invisible(c)) {
			if (gap)
				buffer_char(&out, ' ');
			gap = false;
			buffer_add(&out, p, (size_t)(next - p));
		}
		p = next;
	}
	return buffer_string(&out);
}

/* The names that there are, for a word that is none. */
static const char *nearest(const struct taking *taking, const char *word)
{
	size_t more = taking->aliases == NULL ? 0 : taking->aliases->count;
	const char **names = ARENA_ARRAY(taking->arena, const char *,
					 COMMAND_COUNT + more);
	struct strings known = { names, COMMAND_COUNT + more };
	const char *found;

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[i] = command_word((enum command_kind)i);
	for (size_t i = 0; i < more; i++)
		names[COMMAND_COUNT + i] = taking->aliases->at[i].word;
	found = nearest_find(taking->arena, word, &known);
	return found == NULL ? NULL
		: arena_printf(taking->arena, "#%s", found);
}

static const char *nearest_urgency(const struct taking *taking,
				   const char *argument)
{
	static const char *const words[] = {
#define ROW(name, word) word,
		URGENCIES(ROW)
#undef ROW
	};
	const struct strings known = { words,
				       sizeof(words) / sizeof(words[0]) };
	const char *found = nearest_find(taking->arena, argument, &known);

	return found == NULL ? command_usage(COMMAND_URGENCY)
		: arena_printf(taking->arena, "#%s %s",
			       command_word(COMMAND_URGENCY), found);
}

static void refuse(struct taking *taking, const struct row *row,
		   enum command_reason why, const char *instead)
{
	if (taking->fault_count == COMMAND_LINES + 1)
		return;
	taking->faults[taking->fault_count++] = (struct command_fault){
		.why = why,
		.line = row->number,
		.text = text_line(taking->arena, row->start,
				  (size_t)(row->end - row->start),
				  COMMAND_SHOWN),
		.reason = command_reason_sentence(why),
		.nearest = instead,
	};
}

static bool is_repeated(const struct taking *taking, enum command_kind kind)
{
	for (size_t i = 0; i < taking->count; i++)
		if (taking->at[i].kind == kind)
			return !may_repeat[kind];
	return false;
}

/* The parts of a line that begins with the sign. */
struct parts {
	const char *word, *argument;
	bool sound;		/* a blank parts them, if anything */
};

static struct parts part(struct arena *arena, const struct row *row,
			 const char *word)
{
	const char *end = word_end(word, row->end), *p = end;
	struct parts parts = {
		.word = arena_strndup(arena, word, (size_t)(end - word)),
	};

	while (p < row->end && strchr(".:;,!", *p) != NULL)
		p++;
	parts.sound = p == row->end || skip_space(p, row->end) > p;
	parts.argument = plain(arena, p, row->end);
	return parts;
}

static void take(struct taking *taking, const struct row *row,
		 const char *word)
{
	struct parts parts = part(taking->arena, row, word);
	enum command_kind kind;
	enum command_reason why;
	struct command command;

	if (!parts.sound || !command_find(taking->arena, parts.word,
					  taking->aliases, &kind)) {
		refuse(taking, row, COMMAND_UNKNOWN,
		       nearest(taking, parts.word));
		return;
	}
	if (!command_read_argument(taking->arena, kind, parts.argument,
				   &command, &why)) {
		refuse(taking, row, why, why == COMMAND_NO_URGENCY
		       ? nearest_urgency(taking, parts.argument)
		       : command_usage(kind));
		return;
	}
	if (is_repeated(taking, kind)) {
		refuse(taking, row, COMMAND_TWICE, NULL);
		return;
	}
	command.line = row->number;
	command.word = parts.word;
	taking->at[taking->count++] = command;
}

/* A line of the words that would have been a command at their top, also as a
 * client's list shows it. */
static bool is_strayed(struct taking *taking, const struct row *row)
{
	struct row inner = *row;
	const char *word = behind_sign(row);
	enum command_kind kind;
	enum command_reason why;
	struct command command;
	struct parts parts;

	if (word == NULL) {
		const char *p = skip_space(row->start, row->end);
		const char *next = p;
		uint32_t c = p < row->end ? text_next(&next, row->end) : 0;

		if (c != '-' && c != '*' && c != 0x2022 && c != 0xb7)
			return false;
		inner.start = next;
		word = behind_sign(&inner);
	}
	if (word == NULL)
		return false;
	parts = part(taking->arena, &inner, word);
	return parts.sound && command_find(taking->arena, parts.word,
					   taking->aliases, &kind) &&
	       command_read_argument(taking->arena, kind, parts.argument,
				     &command, &why);
}

static void look_below(struct taking *taking, const char *text, int number)
{
	for (struct row row; *text != '\0'; text = behind(&row)) {
		row = row_at(text, number++);
		if (taking->fault_count <= COMMAND_LINES &&
		    is_strayed(taking, &row))
			refuse(taking, &row, COMMAND_MISPLACED, NULL);
	}
}

struct commands command_read_above(struct arena *arena, const char *text,
				   size_t leading,
				   const struct command_aliases *aliases)
{
	struct taking *taking = ARENA_NEW(arena, struct taking);
	const char *p = text;
	size_t lines = 0;
	int number = 1;

	taking->arena = arena;
	taking->aliases = aliases;
	while (*p != '\0') {
		const struct row row = row_at(p, number);
		const char *word = behind_sign(&row);

		if (word == NULL && !is_blank(&row))
			break;
		p = behind(&row);
		number++;
		if (word == NULL)
			continue;
		if ((size_t)(row.start - text) >= leading)
			refuse(taking, &row, COMMAND_MISPLACED, NULL);
		else if (lines++ == COMMAND_LINES)
			refuse(taking, &row, COMMAND_TOO_MANY, NULL);
		else if (lines <= COMMAND_LINES)
			take(taking, &row, word);
	}
	look_below(taking, p, number);
	return (struct commands){
		.at = taking->at, .count = taking->count,
		.faults = taking->faults, .fault_count = taking->fault_count,
		.rest = arena_strdup(arena, p),
	};
}

struct commands command_read(struct arena *arena, const char *text,
			     const struct command_aliases *aliases)
{
	return command_read_above(arena, text, SIZE_MAX, aliases);
}
