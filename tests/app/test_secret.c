/* test_secret.c - first lines and keys; faults never tell what was read. */

#include "app/secret.h"

#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CANARY "sw0rdf1sh"

static const struct {
	int line;
	const char *text;
	const char *want;	/* NULL: refused */
} files[] = {
	{ __LINE__, CANARY "\n", CANARY },
	{ __LINE__, CANARY, CANARY },
	{ __LINE__, CANARY "\r\nsecond\n", CANARY },
	{ __LINE__, " two words \n", " two words " },
	{ __LINE__, "κωδικός\n", "κωδικός" },
	{ __LINE__, "", NULL },
	{ __LINE__, "\n" CANARY, NULL },
	{ __LINE__, CANARY "\x01\n", NULL },
	{ __LINE__, CANARY "\xff\n", NULL },
};

static void test_files(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct secret secret = { .file = folder_file(a, folder, "p",
						files[i].text, 0600) };
		struct err err = { 0 };
		const char *value = NULL;
		bool done = secret_read(a, &secret, USEC_SECOND, &value, &err);

		if (done != (files[i].want != NULL) ||
		    (done && strcmp(value, files[i].want) != 0))
			fail_msg("line %d: %s", files[i].line, err.text);
		if (!done && (strstr(err.text, CANARY) != NULL ||
			      strstr(err.text, secret.file) == NULL))
			fail_msg("line %d: %s", files[i].line, err.text);
	}
	folder_delete(folder);
}

static const struct {
	int line;
	const char *command;
	const char *want;	/* NULL: refused */
	enum err_kind kind;
} commands[] = {
	{ __LINE__, "echo " CANARY, CANARY, ERR_NONE },
	{ __LINE__, "printf 'a\\nb\\n'", "a", ERR_NONE },
	{ __LINE__, "echo first; yes " CANARY " 2>&1", NULL, ERR_TEMPORARY },
	{ __LINE__, "cat; echo after", "after", ERR_NONE },
	{ __LINE__, "echo " CANARY "; exit 3", NULL, ERR_TEMPORARY },
	{ __LINE__, "true", NULL, ERR_PERMANENT },
	{ __LINE__, "/no/such/" CANARY, NULL, ERR_TEMPORARY },
	{ __LINE__, "kill -9 $$", NULL, ERR_TEMPORARY },
	{ __LINE__, "echo " CANARY "; sleep 60", NULL, ERR_TEMPORARY },
	{ __LINE__, "echo " CANARY "; exec >&-; sleep 60", NULL,
	  ERR_TEMPORARY },
	{ __LINE__, "sleep 60 & echo " CANARY, NULL, ERR_TEMPORARY },
};

static void test_commands(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct secret secret = { .command = commands[i].command };
		struct err err = { 0 };
		const char *value = NULL;
		bool done = secret_read(a, &secret, USEC_SECOND / 2, &value,
					&err);

		if (done != (commands[i].want != NULL) ||
		    (done && strcmp(value, commands[i].want) != 0) ||
		    err.kind != commands[i].kind ||
		    strstr(err.text, CANARY) != NULL)
			fail_msg("line %d: %s", commands[i].line, err.text);
	}
}

#define HEX "000102030405060708090a0b0c0d0e0f" \
	    "101112131415161718191a1b1c1d1e1f"
#define B32 "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq"

static const struct {
	int line;
	const char *text;
	const char *refusal;	/* NULL: accepted */
	size_t count;
} rings[] = {
	{ __LINE__, "a " HEX "\n", NULL, 1 },
	{ __LINE__, "a " B32, NULL, 1 },
	{ __LINE__, "# mine\n\nb\t" HEX "\na " B32 " 2027-01-01T00:00:00Z\n",
	  NULL, 2 },
	{ __LINE__, "", "found no key", 0 },
	{ __LINE__, "# a " HEX "\n", "found no key", 0 },
	{ __LINE__, "\na " HEX "\nA " HEX "\n", ":3: expected an id", 0 },
	{ __LINE__, "ab " HEX "\n", ":1: expected an id", 0 },
	{ __LINE__, HEX "\n", ":1: expected an id", 0 },
	{ __LINE__, "a " HEX "0\n", ":1: expected after the id 32 bytes", 0 },
	{ __LINE__, "a\n", ":1: expected after the id 32 bytes", 0 },
	{ __LINE__, "a " HEX "\nb " HEX " tomorrow\n",
	  ":2: expected at the end nothing, or a time", 0 },
	{ __LINE__, "a " HEX "\nb " HEX " 2027-01-01T00:00:00Z x\n",
	  ":2: expected at the end nothing, or a time", 0 },
	{ __LINE__, "a " HEX "\na " B32 "\n", ":2: expected each id once", 0 },
	{ __LINE__, "a " HEX " 2027-01-01T00:00:00Z\n",
	  ":1: expected a first key without an end", 0 },
};

static void test_keys(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rings) / sizeof(rings[0]); i++) {
		const char *file = folder_file(a, folder, "keys",
					       rings[i].text, 0600);
		struct token_ring ring = { 0 };
		struct err err = { 0 };
		bool done = secret_read_keys(a, file, &ring, &err);

		if (done != (rings[i].refusal == NULL) ||
		    (done && ring.count != rings[i].count))
			fail_msg("line %d: %s", rings[i].line, err.text);
		if (!done && (strstr(err.text, rings[i].refusal) == NULL ||
			      strstr(err.text, HEX) != NULL))
			fail_msg("line %d: %s", rings[i].line, err.text);
		for (size_t k = 0; done && k < ring.count; k++)
			for (uint8_t b = 0; b < 32; b++)
				assert_int_equal(ring.keys[k].secret[b], b);
	}
	folder_delete(folder);
}

static void test_key_order(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct token_ring ring = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_true(secret_read_keys(a, folder_file(a, folder, "keys",
		"b " HEX "\na " B32 " 2027-01-01T00:00:00Z\n", 0600), &ring,
		&err));
	assert_int_equal(ring.keys[0].id, 'b');
	assert_int_equal(ring.keys[0].not_after, 0);
	assert_int_equal(ring.keys[1].id, 'a');
	assert_true(ring.keys[1].not_after == clock_civil(2027, 1, 1));
	folder_delete(folder);
}

static void test_key_modes(void **state)
{
	static const struct {
		mode_t mode;
		bool accepted;
	} modes[] = {
		{ 0600, true }, { 0400, true }, { 0640, false },
		{ 0604, false }, { 0644, false }, { 0601, false },
	};
	ARENA(a);
	const char *folder = folder_new(a);
	struct token_ring ring;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		const char *name = arena_printf(a, "k%zu", i);
		const char *file = folder_file(a, folder, name, "a " HEX,
					       modes[i].mode);

		assert_int_equal(secret_read_keys(a, file, &ring, &err),
				 modes[i].accepted);
	}
	assert_non_null(strstr(err.text, "found mode 0601, expected 0600"));
	assert_false(secret_read_keys(a, folder, &ring, &err));
	assert_false(secret_read_keys(a, "/no/such/file", &ring, &err));
	folder_delete(folder);
}

static void test_new_key(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct token_ring one = { 0 }, two = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_true(secret_read_keys(a, folder_file(a, folder, "1",
		secret_new_key(a, 'a'), 0600), &one, &err));
	assert_true(secret_read_keys(a, folder_file(a, folder, "2",
		secret_new_key(a, 'a'), 0600), &two, &err));
	assert_memory_not_equal(one.keys[0].secret, two.keys[0].secret, 32);
	folder_delete(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_key_order),
		cmocka_unit_test(test_key_modes),
		cmocka_unit_test(test_new_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
