/* test_authres.c - what one field holds, and what makes it hold nothing. */

#include "mail/authres.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *field;
	const char *want;	/* "ID method=word property=value;..." */
} cases[] = {
	{ __LINE__, "a.test; none", "a.test " },
	{ __LINE__, "a.test", "a.test " },
	{ __LINE__, "a.test 1; none", "a.test " },
	{ __LINE__, "a.test; spf=pass smtp.mailfrom=b@c.test",
	  "a.test spf=pass smtp.mailfrom=b@c.test;" },
	{ __LINE__, "a.test; dkim=pass (2048-bit key) header.d=b.test "
	  "header.i=@b.test; dkim=fail reason=\"not (valid)\" header.d=c.test",
	  "a.test dkim=pass header.d=b.test header.i=@b.test;"
	  "dkim=fail header.d=c.test;" },
	{ __LINE__, "a.test; auth=pass smtp.auth=\"b \\\"c\\\"\"@d.test",
	  "a.test auth=pass smtp.auth=b \"c\"@d.test;" },
	{ __LINE__, "a.test; dmarc/1=pass", "a.test dmarc=pass;" },
	{ __LINE__, "a.test; dmarc/2=pass", "a.test ?dmarc=pass;" },
	{ __LINE__, "a.test; spf=none;", "a.test spf=none;" },

	/* Not sound: no results at all. */
	{ __LINE__, "a.test;; spf=pass", "a.test " },
	{ __LINE__, "a.test 2; spf=pass", "a.test " },
	{ __LINE__, "a.test; spf=pass; spf=fail", "a.test " },
	{ __LINE__, "a.test; spf=pass (", "a.test " },
	{ __LINE__, "a.test; spf=pass x", "a.test " },
	{ __LINE__, "a.test; spf pass", "a.test " },
	{ __LINE__, "a.test; spf=", "a.test " },
	{ __LINE__, "a.test; spf=pass; smtp.mailfrom=\"b", "a.test " },
	{ __LINE__, "a.test spf=pass", "a.test " },

	/* No id: the field of a server that we cannot pin. */
	{ __LINE__, "spf=pass smtp.mailfrom=b.test", "- " },
	{ __LINE__, "; spf=pass", "- " },
	{ __LINE__, "", "- " },
	{ __LINE__, "(a.test", "- " },
};

static const char *shown(struct arena *arena, const struct authres *all)
{
	struct buffer out = { .arena = arena };

	buffer_printf(&out, "%s ", all->id == NULL ? "-" : all->id);
	for (size_t i = 0; i < all->count; i++) {
		const struct authres_result *result = &all->results[i];

		buffer_printf(&out, "%s%s=%s", result->known ? "" : "?",
			      result->method, result->word);
		for (int p = 0; p < PROPERTY_COUNT; p++)
			if (result->properties[p] != NULL)
				buffer_printf(&out, " %s=%s",
					      authres_property_name(p),
					      result->properties[p]);
		buffer_char(&out, ';');
	}
	return buffer_string(&out);
}

static void test_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct authres all = authres_read(arena, cases[i].field);
		const char *got = shown(arena, &all);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got <%s>, want <%s>",
				 cases[i].line, got, cases[i].want);
	}
}

/* The limit: so many results are read, one more and none is. */
static void test_many(void **state)
{
	ARENA(arena);
	struct buffer field = { .arena = arena };

	(void)state;
	buffer_text(&field, "a.test");
	for (int i = 0; i < AUTHRES_RESULTS; i++)
		buffer_text(&field, "; dkim=pass");
	assert_int_equal(authres_read(arena, buffer_string(&field)).count,
			 AUTHRES_RESULTS);
	buffer_text(&field, "; dkim=pass");
	assert_int_equal(authres_read(arena, buffer_string(&field)).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
