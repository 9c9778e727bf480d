/* test_cite.c - what an answer cites of every kind of mail. */

#include "desk/cite.h"

#include "mail/threadindex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define INDEX "AdAAAAAAAAECAwQFBgcICQoLDA0ODw=="

/* Ids are split at blanks. */
static const struct {
	int line;
	const char *id, *in_reply_to, *references, *subject;
	bool bare;
	const char *want;	/* In-Reply-To, then References */
	const char *topic;
} cases[] = {
	{ __LINE__, "a", "", "", "Kettle", false, "a: a", "Kettle" },
	{ __LINE__, "c", "b", "a b", "Re: Kettle", false, "c: a b c",
	  "Kettle" },
	/* Only In-Reply-To: it stands in, if it is one. */
	{ __LINE__, "c", "b", "", "AW: RE[2]: Kettle", false, "c: b c",
	  "Kettle" },
	{ __LINE__, "c", "a b", "", "", false, "c: c", "" },
	/* No id: what it cites is all there is. */
	{ __LINE__, "", "b", "a b", "Kettle", false, ": a b", "Kettle" },
	{ __LINE__, "", "", "", "", false, ":", "" },
	/* A mail that cites itself is cited once. */
	{ __LINE__, "b", "b", "b a", "Kettle", false, "b: a b", "Kettle" },
	{ __LINE__, "b", "b", "", "Kettle", false, "b: b", "Kettle" },
	/* Nothing of a sender who was not proven but the id. */
	{ __LINE__, "c", "b", "a b", "Re: Kettle", true, "c: c", "" },
};

static struct strings split(struct arena *arena, const char *text)
{
	const char **at = ARENA_ARRAY(arena, const char *, 10);
	size_t count = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		at[count++] = arena_strndup(arena, text, len);
		text += len + strspn(text + len, " ");
	}
	return (struct strings){ at, count };
}

static void test_cites(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		const struct message message = {
			.message_id = cases[i].id,
			.in_reply_to = split(arena, cases[i].in_reply_to),
			.references = split(arena, cases[i].references),
			.subject = cases[i].subject,
		};
		struct cites cites = cite_mail(arena, &message,
					       cases[i].id, cases[i].bare,
					       0, 0);
		const char *got = arena_printf(arena, "%s:",
					       cites.in_reply_to);

		for (size_t k = 0; k < cites.references.count; k++)
			got = arena_printf(arena, "%s %s", got,
					   cites.references.at[k]);
		if (strcmp(got, cases[i].want) != 0 ||
		    strcmp(cites.thread_topic, cases[i].topic) != 0)
			fail_msg("line %d: %s, %s", cases[i].line, got,
				 cites.thread_topic);
		assert_null(cites.thread_index);
		arena_free(&arena);
	}
}

static void test_index(void **state)
{
	static const struct header headers[] = { { "Thread-Index", INDEX } };
	const struct message message = {
		.headers = headers, .header_count = 1,
		.message_id = "a@x", .subject = "Kettle",
	};
	struct arena *arena = arena_new();
	struct threadindex index;

	(void)state;
	assert_true(threadindex_read(cite_mail(arena, &message, "a@x", false, 0,
					       1).thread_index, &index));
	assert_int_equal(index.size, 27);
	assert_null(cite_mail(arena, &message, "a@x", true, 0, 1)
		    .thread_index);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cites),
		cmocka_unit_test(test_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
