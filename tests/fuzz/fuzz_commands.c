/* fuzz_commands.c - any text: what is taken for a command is one, and what
 * looks like one is never left among the words.
 *
 * The first byte says how much of the text may hold commands: all of it, or
 * so many eights of bytes.
 */

#include "fuzz.h"

#include "base/text.h"
#include "desk/command.h"

#include <stdio.h>

static const struct command_alias alias_list[] = {
	{ "el", "σημείωση", COMMAND_NOTE },
	{ "de", "schließen", COMMAND_CLOSE },
};
static const struct command_aliases aliases = { alias_list, 2 };

static const char *wrong_command(const struct command *command)
{
	if (command->argument == NULL || command->word == NULL ||
	    command->line < 1)
		return "a command without its words";
	if (!text_valid(command->argument, strlen(command->argument)) ||
	    strchr(command->argument, '\n') != NULL)
		return "an argument of several lines";
	if (command->kind != COMMAND_NOTE &&
	    strlen(command->argument) > COMMAND_ARGUMENT)
		return "an argument that is too long";
	if (command->number < 0 || command->duration < 0 ||
	    command->duration > 366 * USEC_DAY)
		return "a number out of bounds";
	if (command->add.count + command->remove.count > COMMAND_TAGS)
		return "too many tags";
	return NULL;
}

static const char *wrong_fault(const struct command_fault *fault)
{
	if (fault->line < 1 || fault->reason == NULL ||
	    strlen(fault->text) > COMMAND_SHOWN ||
	    !text_valid(fault->text, strlen(fault->text)))
		return "a fault that cannot be told";
	return NULL;
}

static const char *wrong(struct arena *arena, const char *text,
			 const struct commands *all)
{
	size_t rest = strlen(all->rest), whole = strlen(text);
	const struct commands below = command_read(arena, all->rest,
						   &aliases);
	const char *bad = NULL;

	if (all->count > COMMAND_LINES)
		return "too many commands";
	for (size_t i = 0; i < all->count && bad == NULL; i++)
		bad = wrong_command(&all->at[i]);
	for (size_t i = 0; i < all->fault_count && bad == NULL; i++)
		bad = wrong_fault(&all->faults[i]);
	if (bad != NULL)
		return bad;
	if (rest > whole || strcmp(text + whole - rest, all->rest) != 0)
		return "the words are not the end of the text";
	/* Each stands above the words, or makes the mail a faulty one. */
	if (below.count > 0)
		return "a command on top of the words";
	if (below.fault_count > 0 && all->fault_count == 0)
		return "a command among the words";
	return NULL;
}

int fuzz_commands(const uint8_t *bytes, size_t size)
{
	ARENA(arena);
	const char *text, *bad;
	struct commands all;
	size_t leading;

	if (size == 0)
		return 0;
	leading = bytes[0] == 0xff ? SIZE_MAX : 8 * (size_t)bytes[0];
	text = text_clean(arena, (const char *)bytes + 1, size - 1);
	all = command_read_above(arena, text, leading, &aliases);
	bad = wrong(arena, text, &all);
	if (bad != NULL) {
		fprintf(stderr, "%s\n", bad);
		abort();
	}
	return 0;
}
