/* test_command.c - every command and every way to write it wrong. */

#include "desk/command.h"

#include "base/buffer.h"
#include "base/text.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct command_alias alias_list[] = {
	{ "el", "σημείωση", COMMAND_NOTE },
	{ "de", "schließen", COMMAND_CLOSE },
};
static const struct command_aliases aliases = { alias_list, 2 };

static void put_strings(struct buffer *out, char sign,
			const struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		buffer_printf(out, " %c%s", sign, strings->at[i]);
}

/* "close; tag +a -b | no-number 3: #merge x (#merge 123) | rest" */
static const char *rendered(struct arena *arena, const struct commands *all)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < all->count; i++) {
		const struct command *command = &all->at[i];

		buffer_printf(&out, "%s%s", i == 0 ? "" : "; ",
			      command_word(command->kind));
		if (command->number != 0)
			buffer_printf(&out, " %" PRId64, command->number);
		else if (command->duration != 0)
			buffer_printf(&out, " %" PRId64 "h",
				      command->duration / USEC_HOUR);
		else if (command->until != 0)
			buffer_printf(&out, " %s",
				      clock_render(arena, command->until));
		else if (command->kind == COMMAND_URGENCY)
			buffer_printf(&out, " %s",
				      urgency_word(command->urgency));
		else if (command->kind == COMMAND_TAG)
			put_strings(&out, '+', &command->add);
		else if (command->argument[0] != '\0')
			buffer_printf(&out, " %s", command->argument);
		put_strings(&out, '-', &command->remove);
	}
	buffer_text(&out, " |");
	for (size_t i = 0; i < all->fault_count; i++) {
		const struct command_fault *fault = &all->faults[i];

		buffer_printf(&out, " %s %d",
			      command_reason_word(fault->why), fault->line);
		if (fault->nearest != NULL)
			buffer_printf(&out, " (%s)", fault->nearest);
	}
	buffer_printf(&out, " | %s", all->rest);
	return buffer_string(&out);
}

#define NBSP	"\xc2\xa0"
#define ZWNJ	"\xe2\x80\x8c"
#define BOM	"\xef\xbb\xbf"
#define LONG50	"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
#define LONG300	LONG50 LONG50 LONG50 LONG50 LONG50 LONG50

static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	/* Nothing to do. */
	{ __LINE__, "", " | | " },
	{ __LINE__, "Dear Ann,\nyes.", " | | Dear Ann,\nyes." },
	{ __LINE__, "\n \nDear Ann", " | | Dear Ann" },
	{ __LINE__, "# Heading", " | | # Heading" },
	{ __LINE__, "#", " | | #" },
	{ __LINE__, "##close", " | | ##close" },
	{ __LINE__, "#-) yes", " | | #-) yes" },

	/* Each of them, as the manual writes it. */
	{ __LINE__, "#note", "note | | " },
	{ __LINE__, "#note call her", "note call her | | " },
	{ __LINE__, "#note\ncall her.", "note | | call her." },
	{ __LINE__, "#close", "close | | " },
	{ __LINE__, "#open", "open | | " },
	{ __LINE__, "#pending 3d", "pending 72h | | " },
	{ __LINE__, "#assign maria", "assign maria | | " },
	{ __LINE__, "#take", "take | | " },
	{ __LINE__, "#queue billing", "queue billing | | " },
	{ __LINE__, "#urgency high", "urgency high | | " },
	{ __LINE__, "#tier 2", "tier 2 | | " },
	{ __LINE__, "#tag +vip -trial", "tag +vip -trial | | " },
	{ __LINE__, "#join", "join | | " },
	{ __LINE__, "#join 7", "join 7 | | " },
	{ __LINE__, "#split", "split | | " },
	{ __LINE__, "#merge 123", "merge 123 | | " },
	{ __LINE__, "#canned opening hours", "canned opening hours | | " },
	{ __LINE__, "#lang EL", "lang el | | " },
	{ __LINE__, "#cc Ann@Example.org", "cc ann@example.org | | " },
	{ __LINE__, "#cc <ann@example.org>", "cc ann@example.org | | " },
	{ __LINE__, "#uncc", "uncc | | " },
	{ __LINE__, "#uncc ann@example.org", "uncc ann@example.org | | " },
	{ __LINE__, "#spam", "spam | | " },
	{ __LINE__, "#why", "why | | " },
	{ __LINE__, "#undo", "undo | | " },
	{ __LINE__, "#help", "help | | " },
	{ __LINE__, "#new to: ann@example.org", "new ann@example.org | | " },
	{ __LINE__, "#insist", "insist | | " },
	{ __LINE__, "#transcript", "transcript | | " },

	/* As people and their clients write. */
	{ __LINE__, "#Close.", "close | | " },
	{ __LINE__, "#CLOSE:", "close | | " },
	{ __LINE__, NBSP "#close" NBSP, "close | | " },
	{ __LINE__, BOM "#close" ZWNJ, "close | | " },
	{ __LINE__, "  #close  \r", "close | | " },
	{ __LINE__, "\xef\xbc\x83" "close", "close | | " },
	{ __LINE__, "#assign:" NBSP "maria" NBSP NBSP "lind.",
	  "assign maria lind | | " },
	{ __LINE__, "#Σημειωση πάρε την", "note πάρε την | | " },
	{ __LINE__, "#schließen", "close | | " },
	{ __LINE__, "#take\n\n#close\n\nDone.", "take; close | | Done." },
	{ __LINE__, "#tag +a\n#tag -b", "tag +a; tag -b | | " },
	{ __LINE__, "#tag a, +b", "tag +a +b | | " },
	{ __LINE__, "#urgency HIGH", "urgency high | | " },
	{ __LINE__, "#merge #123", "merge 123 | | " },

	/* Durations, and their edges. */
	{ __LINE__, "#pending 2 weeks", "pending 336h | | " },
	{ __LINE__, "#pending 90 min", "pending 1h | | " },
	{ __LINE__, "#pending 366 days", "pending 8784h | | " },
	{ __LINE__, "#pending 367 days",
	  " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending 999999 weeks",
	  " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending 0 days", " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending 3", " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending 3 moons", " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending -3d", " | no-duration 1 (#pending 3d) | " },
	{ __LINE__, "#pending 2026-12-24",
	  "pending 2026-12-24T00:00:00Z | | " },
	{ __LINE__, "#pending 2026-02-30",
	  " | no-duration 1 (#pending 3d) | " },

	/* Arguments that are none. */
	{ __LINE__, "#close now", " | argument-unwanted 1 (#close) | " },
	{ __LINE__, "#pending", "pending | | " },
	{ __LINE__, "#assign", " | argument-missing 1 (#assign maria) | " },
	{ __LINE__, "#queue .", " | argument-missing 1 (#queue billing) | " },
	{ __LINE__, "#urgency hihg", " | no-urgency 1 (#urgency high) | " },
	{ __LINE__, "#urgency purple", " | no-urgency 1 (#urgency high) | " },
	{ __LINE__, "#tier 0", " | no-tier 1 (#tier 2) | " },
	{ __LINE__, "#tier 4", " | no-tier 1 (#tier 2) | " },
	{ __LINE__, "#tier two", " | no-tier 1 (#tier 2) | " },
	{ __LINE__, "#tag +", " | no-tags 1 (#tag +vip -trial) | " },
	{ __LINE__, "#tag a;b", " | no-tags 1 (#tag +vip -trial) | " },
	{ __LINE__, "#merge twelve", " | no-number 1 (#merge 123) | " },
	{ __LINE__, "#merge 1234567890123456",
	  " | no-number 1 (#merge 123) | " },
	{ __LINE__, "#cc ann", " | no-address 1 (#cc ann@example.org) | " },
	{ __LINE__, "#cc ann@localhost",
	  " | no-address 1 (#cc ann@example.org) | " },
	{ __LINE__, "#cc a@b.test, c@d.test",
	  " | no-address 1 (#cc ann@example.org) | " },
	{ __LINE__, "#cc =?utf-8?q?a=40b?=@c.test",
	  " | no-address 1 (#cc ann@example.org) | " },
	{ __LINE__, "#lang greek1", " | no-language 1 (#lang el) | " },
	{ __LINE__, "#lang greek", " | no-language 1 (#lang el) | " },
	{ __LINE__, "#new ann@example.org",
	  " | no-address 1 (#new to: ann@example.org) | " },
	{ __LINE__, "#canned " LONG300,
	  "canned " LONG300 " | | " },
	{ __LINE__, "#canned " LONG300 "a",
	  " | argument-too-long 1 (#canned name) | " },
	{ __LINE__, "#note " LONG300 "a", "note " LONG300 "a | | " },

	/* What is no command is never the customer's to read. */
	{ __LINE__, "#1234 is my order", " | unknown-command 1 | " },
	{ __LINE__, "#hashtag foo\nHello",
	  " | unknown-command 1 | Hello" },
	{ __LINE__, "#clsoe\nHello", " | unknown-command 1 (#close) | Hello" },
	{ __LINE__, "#schliesen",
	  " | unknown-command 1 (#schließen) | " },
	{ __LINE__, "#close;drop", " | unknown-command 1 (#close) | " },
	{ __LINE__, "#close; drop", " | argument-unwanted 1 (#close) | " },
	{ __LINE__, "#note $(rm)", "note $(rm) | | " },
	{ __LINE__, "#close #take", " | argument-unwanted 1 (#close) | " },
	{ __LINE__, "#close\n#close", "close | twice 2 | " },

	/* A command below words is a fault: it was meant as one. */
	{ __LINE__, "Hello\n#close", " | misplaced 2 | Hello\n#close" },
	{ __LINE__, "Hello\n• #close", " | misplaced 2 | Hello\n• #close" },
	{ __LINE__, "- #close", " | misplaced 1 | - #close" },
	{ __LINE__, "#take\nHello\n\n#pending 3d",
	  "take | misplaced 4 | Hello\n\n#pending 3d" },
	{ __LINE__, "Hello\n#close the door",
	  " | | Hello\n#close the door" },
	{ __LINE__, "Hello\n#1 is best", " | | Hello\n#1 is best" },
	{ __LINE__, "Hello\n> #close", " | | Hello\n> #close" },

	/* Ten, and the eleventh. */
	{ __LINE__, "#tag a\n#tag b\n#tag c\n#tag d\n#tag e\n#tag f\n#tag g\n"
		    "#tag h\n#tag i\n#tag j\nHi",
	  "tag +a; tag +b; tag +c; tag +d; tag +e; tag +f; tag +g; tag +h; "
	  "tag +i; tag +j | | Hi" },
	{ __LINE__, "#tag a\n#tag b\n#tag c\n#tag d\n#tag e\n#tag f\n#tag g\n"
		    "#tag h\n#tag i\n#tag j\n#take\n#spam\nHi",
	  "tag +a; tag +b; tag +c; tag +d; tag +e; tag +f; tag +g; tag +h; "
	  "tag +i; tag +j | too-many 11 | Hi" },
};

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct commands all = command_read(
			arena, cases[i].text, &aliases);
		const char *got = rendered(arena, &all);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got \"%s\", want \"%s\"",
				 cases[i].line, got, cases[i].want);
	}
}

/* What stands behind `leading` was written below a quote. */
static void test_below_quote(void **state)
{
	static const struct {
		int line;
		size_t leading;
		const char *text, *want;
	} rows[] = {
		{ __LINE__, 7, "#close\n#take\n", "close | misplaced 2 | " },
		{ __LINE__, 8, "#close\n#take\n", "close; take | | " },
		{ __LINE__, 0, "#close\n", " | misplaced 1 | " },
		{ __LINE__, 0, "#foo\n", " | misplaced 1 | " },
		{ __LINE__, 0, "Hello\n", " | | Hello\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		const struct commands all = command_read_above(
			arena, rows[i].text, rows[i].leading, &aliases);
		const char *got = rendered(arena, &all);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d: got \"%s\", want \"%s\"",
				 rows[i].line, got, rows[i].want);
	}
}

/* Its own usage is a sound command, and what a fault shows is bounded. */
static void test_usage(void **state)
{
	ARENA(arena);
	struct commands all;

	(void)state;
	for (int kind = 0; kind < COMMAND_COUNT; kind++) {
		all = command_read(arena, command_usage(kind), NULL);
		assert_int_equal(all.fault_count, 0);
		assert_int_equal(all.count, 1);
		assert_int_equal(all.at[0].kind, kind);
		assert_non_null(command_of(&all, kind));
	}
	all = command_read(arena, "#" LONG300, NULL);
	assert_int_equal(all.fault_count, 1);
	assert_true(strlen(all.faults[0].text) <= COMMAND_SHOWN);
	assert_null(command_of(&all, COMMAND_CLOSE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_below_quote),
		cmocka_unit_test(test_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
