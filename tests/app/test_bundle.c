/* test_bundle.c - which files are taken, in which order, and the shipped
 * rules and replies themselves. */

#include "app/bundle.h"

#include "base/hmac.h"
#include "desk/template.h"
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void test_names(void **state)
{
	static const char *const taken[] = {
		"replies/ack/el.md", "replies/ack/en.md", "rules/10-b.yaml",
		"rules/20-a.yml", "rules/B.yaml", "rules/a.yaml",
	};
	static const char *const left[] = {
		"README.md", ".hidden.yaml", "a.yaml~", "sub/x.yaml",
		"replies/stray.md", "replies/ack/.en.md", "replies/ack/en.txt",
		"replies/ack/deep/en.md",
	};
	ARENA(a);
	const char *folder = folder_new(a);
	struct bundle bundle;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		folder_file(a, folder, strncmp(taken[i], "rules/", 6) == 0 ?
			    taken[i] + 6 : taken[i], taken[i], 0600);
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		folder_file(a, folder, left[i], "x", 0600);
	assert_true(bundle_read(a, folder, &bundle, &err));
	assert_int_equal(bundle.count, sizeof(taken) / sizeof(taken[0]));
	for (size_t i = 0; i < bundle.count; i++) {
		assert_string_equal(bundle.files[i].name, taken[i]);
		assert_string_equal(bundle.files[i].bytes, taken[i]);
		assert_int_equal(bundle.files[i].size, strlen(taken[i]));
	}
	folder_delete(folder);
}

static const char *digest_of(struct arena *arena, const char *name,
			     const char *bytes)
{
	const struct bundle_file files[] = {
		{ "rules/a.yaml", "x", 1 }, { name, bytes, strlen(bytes) },
	};
	const struct bundle bundle = { files, 2 };
	uint8_t sha256[32];

	bundle_digest(&bundle, sha256);
	return hmac_hex(arena, sha256, sizeof(sha256));
}

static void test_digest(void **state)
{
	ARENA(a);
	const char *first = digest_of(a, "rules/b.yaml", "y");

	(void)state;
	assert_string_equal(first, digest_of(a, "rules/b.yaml", "y"));
	assert_string_not_equal(first, digest_of(a, "rules/b.yaml", "z"));
	assert_string_not_equal(first, digest_of(a, "rules/c.yaml", "y"));
	assert_string_not_equal(first, digest_of(a, "rules/b.yam", "ly"));
}

static void test_refused(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	char *big = arena_alloc(a, 1024 * 1024 + 2);
	struct bundle bundle;
	struct err err = { 0 };

	(void)state;
	assert_false(bundle_read(a, "/no/such/folder", &bundle, &err));
	assert_string_equal(err.text,
			    "/no/such/folder: No such file or directory");
	memset(big, '#', 1024 * 1024);
	folder_file(a, folder, "a.yaml", big, 0600);
	assert_true(bundle_read(a, folder, &bundle, &err));
	big[1024 * 1024] = '#';
	folder_file(a, folder, "a.yaml", big, 0600);
	assert_false(bundle_read(a, folder, &bundle, &err));
	assert_non_null(strstr(err.text, "a.yaml: found more than 1048576"));
	/* Nothing would come out of it, and nobody would know. */
	assert_int_equal(unlink(arena_printf(a, "%s/a.yaml", folder)), 0);
	assert_true(bundle_read(a, folder, &bundle, &err));
	assert_int_equal(mkfifo(arena_printf(a, "%s/a.yaml", folder), 0600),
			 0);
	assert_false(bundle_read(a, folder, &bundle, &err));
	assert_non_null(strstr(err.text, "/a.yaml: found a device or a pipe"));
	folder_delete(folder);
}

/* Loading runs the examples of every rule. */
static void test_shipped(void **state)
{
	static const char *const languages[] = { "en", "el", "he", "et" };
	static const char *const names[] = {
		"ack", "ack-closed", "ack-neutral", "ack-neutral-closed",
		"ack-follow-up",
	};
	static const struct template_values values = {
		.number = "1042", .subject = "*subject*", .customer = "Ann",
		.desk = "Acme Support", .promise = "",
		.opens = "at dawn", .earlier = "7",
	};
	ARENA(a);
	struct err err = { 0 };
	struct bundle bundle;
	const struct templates *templates;
	struct rules *rules;

	(void)state;
	if (!bundle_read(a, SHIPPED_RULES, &bundle, &err))
		fail_msg("%s", err.text);
	rules = rules_load(&bundle, &err);
	if (rules == NULL)
		fail_msg("%s", err.text);
	assert_true(rules_count(rules) > 10);
	rules_free(&rules);
	templates = template_load(a, &bundle, &err);
	if (templates == NULL)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < 16; i++) {
		struct rendered rendered;

		assert_true(template_render(a, templates, names[i / 4],
					    languages[i % 4], "", &values,
					    &rendered));
		assert_string_equal(rendered.language, languages[i % 4]);
		assert_non_null(strstr(rendered.subject, "1042"));
		assert_non_null(strstr(rendered.markdown, "1042"));
		assert_non_null(strstr(rendered.markdown, "Acme Support"));
		/* Closed, and until when. */
		assert_int_equal(strstr(rendered.markdown, "at dawn") != NULL,
				 i / 4 % 2);
		/* A neutral reply repeats no word of the sender. */
		if (i >= 8) {
			assert_null(strstr(rendered.subject, "subject"));
			assert_null(strstr(rendered.markdown, "subject"));
			assert_null(strstr(rendered.markdown, "Ann"));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
