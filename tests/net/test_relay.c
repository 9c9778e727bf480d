/* test_relay.c - whose ids are learnt from a reply, and whose are not. */

#include "net/relay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ID	"010201890abcdef0-01234567-89ab-cdef-0123-456789abcdef-000000"
#define OK	"250 Ok " ID

static const struct {
	int line;
	const char *host, *domain, *reply;
	const char *id;		/* NULL: ours stands */
} cases[] = {
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL, OK,
	  ID "@eu-west-1.amazonses.com" },
	{ __LINE__, "EMAIL-SMTP.EU-WEST-1.AMAZONAWS.COM", NULL, OK,
	  ID "@eu-west-1.amazonses.com" },
	{ __LINE__, "email-smtp-fips.us-west-2.amazonaws.com", NULL, OK,
	  ID "@us-west-2.amazonses.com" },
	{ __LINE__, "email-smtp.us-east-1.amazonaws.com", NULL, OK,
	  ID "@email.amazonses.com" },
	/* By another name: as the operator says. */
	{ __LINE__, "relay.example.org", "eu-west-1.amazonses.com", OK,
	  ID "@eu-west-1.amazonses.com" },
	{ __LINE__, "email-smtp.us-east-1.amazonaws.com", "x.example.org", OK,
	  ID "@x.example.org" },

	/* Other servers, whatever they say. */
	{ __LINE__, "smtp.example.org", NULL, OK, NULL },
	{ __LINE__, "email-smtp.amazonaws.com", NULL, OK, NULL },
	{ __LINE__, "email-smtp..amazonaws.com", NULL, OK, NULL },
	{ __LINE__, "email-smtp.a.b.amazonaws.com", NULL, OK, NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com.evil.test", NULL, OK,
	  NULL },
	{ __LINE__, "x.email-smtp.eu-west-1.amazonaws.com", NULL, OK, NULL },

	/* Other words. */
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL, "250 Ok",
	  NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL, "250 Ok ",
	  NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL,
	  "250 2.0.0 Ok: queued as 4F1D2", NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL,
	  OK "> evil", NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL,
	  "250 Ok 01020304", NULL },
	{ __LINE__, "email-smtp.eu-west-1.amazonaws.com", NULL,
	  OK ID, NULL },
	{ __LINE__, "relay.example.org", "eu-west-1.amazonses.com",
	  "250 2.0.0 Ok: queued as 4F1D2", NULL },
	{ __LINE__, "relay.example.org", "eu-west-1.amazonses.com", "", NULL },
};

static void test_ids(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		const char *id = relay_message_id(arena, cases[i].host,
						  cases[i].domain,
						  cases[i].reply);

		if (id == NULL ? cases[i].id != NULL
			       : cases[i].id == NULL ||
				 strcmp(id, cases[i].id) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 id == NULL ? "none" : id);
		arena_free(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_ids) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
