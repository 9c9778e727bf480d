/* test_condition.c - each condition with a mail that it holds for and one
 * that it does not hold for, put as examples. */

#include "desk/rules.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *when, *hit, *miss;
} cases[] = {
	/* Words, as people write them. */
	{ __LINE__, "text: μηχανή", "Η ΜΗΧΑΝΗ χάλασε", "τα μηχανήματα" },
	{ __LINE__, "text: λογαριασμος", "ο λογαριασμός", "λογαριασμοι" },
	{ __LINE__, "text: שלום", "שָׁלוֹם לכולם", "שלומים" },
	{ __LINE__, "text: חשבונ", "אין לי חשבון", "חשבוני" },
	{ __LINE__, "text: võti", "Vo\xcc\x83ti kadus", "vooti" },
	{ __LINE__, "text: voti", "võti", "votid" },
	{ __LINE__, "text: ÕUES", "õues sajab", "õ ues" },
	{ __LINE__, "text: [down, 'not working']", "is not  working",
	  "downtown" },

	/* The mail. */
	{ __LINE__, "subject: offer", "{ subject: Offer 7 }", "offer" },
	{ __LINE__, "body: old", "old", "{ body: new, quoted: old }" },
	{ __LINE__, "body_all: old", "{ body: new, quoted: old }", "new" },
	{ __LINE__, "header: { name: X-Shop, is: North }",
	  "{ header: { x-shop: north } }", "{ header: { X-Shop: northern } }" },
	{ __LINE__, "header: { name: X-Shop }", "{ header: { X-Shop: a } }",
	  "{ header: { X-Shops: a } }" },
	{ __LINE__, "from_name: ann", "{ from_name: Ann Example }",
	  "{ from_name: Anna }" },
	{ __LINE__, "cc: '@example.net'", "{ cc: a@EXAMPLE.net }",
	  "{ cc: a@b.example.net }" },
	{ __LINE__, "domain: example.net", "{ from: a@Example.NET }",
	  "{ from: a@mail.example.net }" },
	{ __LINE__, "domain: '*.example.net'", "{ from: a@b.c.example.net }",
	  "{ from: a@example.net }" },
	{ __LINE__, "domain: ['*.example.net', example.net]",
	  "{ from: a@example.net }", "{ from: a@myexample.net }" },
	{ __LINE__, "domain: { regex: '^shop\\d+\\.test$' }",
	  "{ from: a@shop12.test }", "{ from: a@shop.test }" },
	{ __LINE__, "attachment: yes", "{ attachment: a.pdf }", "a.pdf" },
	{ __LINE__, "attachment: no", "none", "{ attachment: '' }" },
	{ __LINE__, "attachment_size: { over: 1 MB }",
	  "{ attachment: { size: 1025 KB } }",
	  "{ attachment: { size: 1 MB } }" },
	{ __LINE__, "attachment_type: image/png",
	  "{ attachment: { type: image/PNG } }", "{ attachment: a.png }" },
	{ __LINE__, "attachment: { name: '*.pdf', size: { over: 1 MB } }",
	  "{ attachment: [b.zip, { name: a.pdf, size: 2 MB }] }",
	  "{ attachment: [a.pdf, { name: b.zip, size: 2 MB }] }" },
	{ __LINE__, "attachment: { type: [image/png, image/jpeg], "
	  "size: { under: 10 KB } }",
	  "{ attachment: { type: image/jpeg, size: 9 KB } }",
	  "{ attachment: { type: image/jpeg, size: 10 KB } }" },
	{ __LINE__, "size: { over: 1 MB }", "{ size: 2 MB }",
	  "{ size: 1 MB }" },
	{ __LINE__, "size: { over: 1 MB, under: 3 MB }",
	  "{ size: 2 MB, attachment: { size: 1 MB } }",
	  "{ attachment: [{ size: 2 MB }, { size: 1 MB }] }" },
	{ __LINE__, "language: [el, et]", "{ language: et }", "tere" },
	{ __LINE__, "origin: list", "{ origin: list }", "{}" },
	{ __LINE__, "auth: pass", "{ auth: pass }", "{ auth: fail }" },

	/* The situation. */
	{ __LINE__, "organisation: Ωmega Kaubandus",
	  "{ organisation: ωMEGA kaubandus }", "{ organisation: Omega }" },
	{ __LINE__, "organisation: Acme", "{ organisation: ACME }", "{}" },
	{ __LINE__, "contact: new", "{}", "{ contact: known }" },
	{ __LINE__, "contact: known", "{ contact: b@example.net }", "{}" },
	{ __LINE__, "contact: b@example.net", "{ contact: B@example.net }",
	  "{ contact: known }" },
	{ __LINE__, "contact: b@example.net", "{ from: B@example.net }",
	  "{ from: a@example.net }" },
	{ __LINE__, "by: agent", "{ by: agent }", "{}" },
	{ __LINE__, "by: customer", "{}", "{ by: agent }" },
	{ __LINE__, "follow_up: yes", "{ follow_up: yes }", "{}" },
	{ __LINE__, "follow_up: no", "{}", "{ state: new }" },
	{ __LINE__, "state: [pending, closed]", "{ state: closed }",
	  "{ state: open }" },
	{ __LINE__, "not: { state: closed }", "{}", "{ state: closed }" },
	{ __LINE__, "queue: billing", "{ queue: billing }", "{}" },
	{ __LINE__, "hours: outside", "{ hours: outside }", "{}" },
	{ __LINE__, "hours: inside", "{}", "{ hours: outside }" },
	{ __LINE__, "weekday: [sat, sun]", "{ at: 2026-03-01 }",
	  "{ at: 2026-03-02T00:00 }" },
	{ __LINE__, "weekday: mon", "{}", "{ at: 2026-03-03T23:59 }" },
	{ __LINE__, "holiday: yes", "{ holiday: yes }", "{}" },
	{ __LINE__, "holiday: off", "{}", "{ holiday: on }" },
	{ __LINE__, "sender_mails: { over: 5, within: 1 day }",
	  "{ sender_mails: 6 }", "{ sender_mails: 5 }" },
	{ __LINE__, "sender_mails: { under: 2, within: 30 days }",
	  "{}", "{ sender_mails: 2 }" },
	{ __LINE__, "sender_mails: { over: 1, under: 3, within: 1 hour }",
	  "{ sender_mails: 2 }", "{ sender_mails: 3 }" },

	/* Mail and situation in one tree. */
	{ __LINE__, "text: help\n    follow_up: yes",
	  "{ body: help, follow_up: yes }", "help" },
	{ __LINE__, "any: [{ text: help }, { by: agent }]",
	  "{ body: help, by: customer }", "hello" },
	{ __LINE__, "any: [{ by: agent }, { text: help }]",
	  "{ by: agent }", "hello" },
	{ __LINE__, "not: { any: [{ by: agent }, { text: help }] }",
	  "hello", "help" },
	{ __LINE__, "not: { text: help }\n    follow_up: yes",
	  "{ body: hello, follow_up: yes }",
	  "{ body: help, follow_up: yes }" },
	{ __LINE__, "not: { text: help, follow_up: yes }",
	  "help", "{ body: help, follow_up: yes }" },
	{ __LINE__, "any: [{ text: a, by: agent }, { text: b, not: "
	  "{ hours: inside } }]", "{ body: b, hours: outside }",
	  "{ body: a, hours: outside }" },
	{ __LINE__, "all: [{ any: [{ hours: outside }, { text: now }] }, "
	  "{ any: [{ text: help }, { follow_up: yes }] }]",
	  "{ body: now, follow_up: yes }", "{ body: help }" },
};

static bool is_proven(const char *when, const char *kind, const char *example,
		      struct err *err)
{
	ARENA(a);
	const char *text = arena_printf(a, "- name: r\n  tier: 2\n  when:\n"
		"    %s\n  examples:\n    %s:\n    - %s\n", when, kind,
		example);
	const struct bundle_file file = { "rules/1.yaml", text, strlen(text) };
	struct rules *rules = rules_load(&(struct bundle){ &file, 1 }, err);
	const bool loaded = rules != NULL;

	rules_free(&rules);
	return loaded;
}

static void test_cases(void **state)
{
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *hit = cases[i].hit, *miss = cases[i].miss;

		if (!is_proven(cases[i].when, "hit", hit, &err) ||
		    !is_proven(cases[i].when, "miss", miss, &err))
			fail_msg("line %d: %s", cases[i].line, err.text);
		if (is_proven(cases[i].when, "miss", hit, &err) ||
		    is_proven(cases[i].when, "hit", miss, &err))
			fail_msg("line %d: proves nothing", cases[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
