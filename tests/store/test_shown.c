/* test_shown.c - which pieces of a text were written now. */

#include "store/shown.h"

#include "../fixture/database.h"
#include "base/buffer.h"
#include "store/tx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *conninfo;

static const struct {
	int line;
	const char *text, *visible, *shown;	/* NULL: stands for itself */
} rows[] = {
	{ __LINE__, "one\ntwo\n", "one\n", "0+4" },
	{ __LINE__, "one\ntwo\n", "two\n", "4+4" },
	{ __LINE__, "one\ntwo", "two", "4+3" },
	{ __LINE__, "one\ntwo\n", "one\ntwo\n", "0+8" },
	{ __LINE__, "one\ntwo\nsix\n", "one\nsix\n", "0+4 8+4" },
	{ __LINE__, "one\n> two\nsix\n> ten\n", "one\nsix\n", "0+4 10+4" },
	/* two lines that begin alike */
	{ __LINE__, "ones\none\n", "one\n", "5+4" },
	{ __LINE__, "one\none\ntwo\n", "one\ntwo\n", "0+4 8+4" },
	/* its end is cut off within a line */
	{ __LINE__, "one two\n", "one ", "0+4" },
	/* letters of more than one byte, of which some share the first */
	{ __LINE__, "čaj\nćup\nšaš\n", "čaj\nšaš\n", "0+5 10+6" },
	{ __LINE__, "ćup\nčaj\n", "čaj\n", "5+5" },
	/* no pieces of it */
	{ __LINE__, "one\ntwo\n", "two\none\n", NULL },
	{ __LINE__, "one\ntwo\n", "three\n", NULL },
	{ __LINE__, "one two\nsix\n", "onesix\n", NULL },
	{ __LINE__, "one", "one\n", NULL },
	{ __LINE__, "", "one", NULL },
	{ __LINE__, "one", "", NULL },
};

/* What the database makes of it; none of the texts has a quote in it. */
static void expect_read(struct db *db, const char *text, const char *shown,
			const char *visible, int line)
{
	int64_t same = 0;
	struct err err;
	ARENA(arena);
	const char *sql = arena_printf(
		arena, "SELECT (postdesk_visible('%s', NULL, '%s') = '%s')"
		"::integer", text, shown, visible);

	if (!db_execute(db, sql, &same, &err) || same != 1)
		fail_msg("line %d", line);
}

static void test_rows(void **state)
{
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);

	(void)state;
	assert_non_null(db);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		const char *shown = shown_of(arena, rows[i].text,
					     rows[i].visible);

		if ((shown == NULL) != (rows[i].shown == NULL) ||
		    (shown != NULL && strcmp(shown, rows[i].shown) != 0))
			fail_msg("line %d: \"%s\"", rows[i].line,
				 shown == NULL ? "none" : shown);
		if (shown != NULL)
			expect_read(db, rows[i].text, shown, rows[i].visible,
				    rows[i].line);
	}
	db_free(&db);
}

/* As many pieces as may be, and one more. */
static void test_most(void **state)
{
	(void)state;
	for (int most = SHOWN_MOST; most <= SHOWN_MOST + 1; most++) {
		ARENA(arena);
		struct buffer text = { .arena = arena };
		struct buffer visible = { .arena = arena };

		for (int i = 0; i < most; i++) {
			buffer_printf(&text, "line %d\n> quote\n", i);
			buffer_printf(&visible, "line %d\n", i);
		}
		assert_int_equal(shown_of(arena, buffer_string(&text),
					  buffer_string(&visible)) != NULL,
				 most <= SHOWN_MOST);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_most),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
