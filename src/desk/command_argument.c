/* command_argument.c - is what stands behind a command what it needs? */

#include "desk/command.h"

#include "base/ascii.h"
#include "base/text.h"

enum {
	NUMBER_DIGITS = 15,
	LONGEST_DAYS = 366,
};

static const enum command_argument wanted[] = {
#define ROW(name, word, argument, again) [name] = argument,
	COMMAND_KINDS(ROW)
#undef ROW
};

/* Digits and nothing else, of a sensible count. */
static bool read_number(const char *text, int64_t *number_r)
{
	size_t size = strlen(text);

	*number_r = 0;
	if (size == 0 || size > NUMBER_DIGITS)
		return false;
	for (const char *p = text; *p != '\0'; p++) {
		if (!ascii_digit(*p))
			return false;
		*number_r = *number_r * 10 + (*p - '0');
	}
	return *number_r > 0;
}

static bool read_ticket(const char *text, struct command *command)
{
	return read_number(text + (text[0] == '#'), &command->number);
}

static const struct unit {
	const char *word;
	usec_t size;
} units[] = {
	{ "m", USEC_MINUTE }, { "min", USEC_MINUTE },
	{ "mins", USEC_MINUTE }, { "minute", USEC_MINUTE },
	{ "minutes", USEC_MINUTE },
	{ "h", USEC_HOUR }, { "hour", USEC_HOUR }, { "hours", USEC_HOUR },
	{ "d", USEC_DAY }, { "day", USEC_DAY }, { "days", USEC_DAY },
	{ "w", 7 * USEC_DAY }, { "week", 7 * USEC_DAY },
	{ "weeks", 7 * USEC_DAY },
};

static usec_t unit_of(const char *word)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_same(units[i].word, word))
			return units[i].size;
	return 0;
}

/* "3d", "2 weeks" or a day. */
static bool read_duration(struct arena *arena, const char *text,
			  struct command *command)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits;
	int64_t count;
	usec_t size;

	if (clock_parse_date(text, &command->until))
		return true;
	if (digits > 6)
		return false;
	size = unit_of(unit + strspn(unit, " "));
	if (size == 0 ||
	    !read_number(arena_strndup(arena, text, digits), &count) ||
	    count > LONGEST_DAYS * USEC_DAY / size)
		return false;
	command->duration = count * size;
	return true;
}

/* As strict as with the author of a mail. */
static bool read_address(struct arena *arena, const char *text,
			 struct command *command)
{
	size_t size = strlen(text);
	bool angled = size > 2 && text[0] == '<' && text[size - 1] == '>';
	const struct mailbox mailbox = {
		"", angled ? arena_strndup(arena, text + 1, size - 2) : text,
	};
	const struct message message = {
		.from_fields = 1, .from = { &mailbox, 1, 1 },
	};
	const char *author = message_author(&message);

	if (author[0] == '\0' || strchr(strrchr(author, '@'), '.') == NULL)
		return false;
	command->argument = text_lower(arena, author);
	return true;
}

static bool is_tag(const char *text)
{
	const char *end = text + strlen(text);

	if (text[0] == '\0')
		return false;
	for (const char *p = text; p < end;) {
		uint32_t c = text_next(&p, end);

		if (!text_is_alnum(c) &&
		    (c >= 0x80 || strchr("-_./", (int)c) == NULL))
			return false;
	}
	return true;
}

/* "+vip -trial"; a tag without a sign is one to add. */
static bool read_tags(struct arena *arena, const char *text,
		      struct command *command)
{
	const char **add = ARENA_ARRAY(arena, const char *, COMMAND_TAGS);
	const char **remove = ARENA_ARRAY(arena, const char *, COMMAND_TAGS);

	while (text[0] != '\0') {
		size_t size = strcspn(text, " ,");
		bool less = text[0] == '-';
		size_t sign = less || text[0] == '+';
		const char *tag = arena_strndup(arena, text + sign,
						size - (size > 0) * sign);

		if (!is_tag(tag) || command->add.count +
		    command->remove.count == COMMAND_TAGS)
			return false;
		if (less)
			remove[command->remove.count++] = tag;
		else
			add[command->add.count++] = tag;
		text += size;
		text += strspn(text, " ,");
	}
	command->add.at = add;
	command->remove.at = remove;
	return command->add.count + command->remove.count > 0;
}

static bool read_language(struct arena *arena, const char *text,
			  struct command *command)
{
	size_t size = strlen(text);

	for (const char *p = text; *p != '\0'; p++)
		if (!ascii_alpha(*p))
			return false;
	command->argument = text_lower(arena, text);
	return size == 2 || size == 3;
}

/* "to: ann@example.org" */
static bool read_to(struct arena *arena, const char *text,
		    struct command *command)
{
	if (!text_starts(text, "to"))
		return false;
	text += 2;
	text += strspn(text, " ");
	text += text[0] == ':';
	text += strspn(text, " ");
	return read_address(arena, text, command);
}

/* What it is not, where it is not what was wanted. */
static bool read_as(struct arena *arena, enum command_argument kind,
		    struct command *command, enum command_reason *why_r)
{
	const char *text = command->argument;

	switch (kind) {
	case MAY_TEXT:
	case MAY_NAME:
	case A_NAME:
		return true;
	case NO_ARGUMENT:
		*why_r = COMMAND_UNWANTED;
		return false;
	case MAY_NUMBER:
	case A_NUMBER:
		*why_r = COMMAND_NO_NUMBER;
		return read_ticket(text, command);
	case MAY_ADDRESS:
	case AN_ADDRESS:
		*why_r = COMMAND_NO_ADDRESS;
		return read_address(arena, text, command);
	case TO_AN_ADDRESS:
		*why_r = COMMAND_NO_ADDRESS;
		return read_to(arena, text, command);
	case MAY_DURATION:
		*why_r = COMMAND_NO_DURATION;
		return read_duration(arena, text, command);
	case AN_URGENCY:
		*why_r = COMMAND_NO_URGENCY;
		return urgency_read(text_fold(arena, text, COMMAND_ARGUMENT),
				    &command->urgency);
	case A_TIER:
		*why_r = COMMAND_NO_TIER;
		return read_number(text, &command->number) &&
		       command->number <= 3;
	case SOME_TAGS:
		*why_r = COMMAND_NO_TAGS;
		return read_tags(arena, text, command);
	case A_LANGUAGE:
		*why_r = COMMAND_NO_LANGUAGE;
		return read_language(arena, text, command);
	}
	return false;
}

/* Sentences end in a dot, also those that are commands. */
static const char *without_dot(struct arena *arena, const char *text)
{
	size_t size = strlen(text);

	while (size > 0 && strchr(".,;: ", text[size - 1]) != NULL)
		size--;
	return arena_strndup(arena, text, size);
}

static bool may_lack(enum command_argument kind)
{
	return kind <= MAY_ADDRESS;
}

bool command_read_argument(struct arena *arena, enum command_kind kind,
			   const char *argument, struct command *command_r,
			   enum command_reason *why_r)
{
	enum command_argument what = wanted[kind];

	if (what != MAY_TEXT)
		argument = without_dot(arena, argument);
	*command_r = (struct command){ .kind = kind, .argument = argument };
	if (what != MAY_TEXT && strlen(argument) > COMMAND_ARGUMENT) {
		*why_r = COMMAND_TOO_LONG;
		return false;
	}
	if (argument[0] == '\0') {
		*why_r = COMMAND_MISSING;
		return may_lack(what);
	}
	return read_as(arena, what, command_r, why_r);
}
