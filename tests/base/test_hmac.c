/* test_hmac.c - the vectors of RFC 4231, RFC 4648 and FIPS 180-4. */

#include "base/hmac.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *key;
	size_t key_size;
	const char *data;
	size_t repeat;		/* `data` is one byte, this many times */
	const char *mac;
} macs[] = {
	{ __LINE__, "\x0b", 20, "Hi There", 0,
	  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ __LINE__, "Jefe", 0, "what do ya want for nothing?", 0,
	  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ __LINE__, "\xaa", 20, "\xdd", 50,
	  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
	{ __LINE__, "\xaa", 131,
	  "Test Using Larger Than Block-Size Key - Hash Key First", 0,
	  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
};

static size_t spread(uint8_t *out, const char *bytes, size_t repeat)
{
	if (repeat == 0) {
		memcpy(out, bytes, strlen(bytes));
		return strlen(bytes);
	}
	memset(out, bytes[0], repeat);
	return repeat;
}

static void test_macs(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++) {
		uint8_t key[200], data[200], mac[32];
		size_t key_size = spread(key, macs[i].key, macs[i].key_size);
		size_t size = spread(data, macs[i].data, macs[i].repeat);
		const char *got;

		hmac_sha256(key, key_size, data, size, mac);
		got = hmac_hex(a, mac, sizeof(mac));
		if (strcmp(got, macs[i].mac) != 0)
			fail_msg("line %d: %s", macs[i].line, got);
	}
}

static const struct {
	int line;
	const char *text;
	const char *sha256;
} digests[] = {
	{ __LINE__, "",
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ __LINE__, "abc",
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ __LINE__, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void test_digests(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		const char *text = digests[i].text;
		size_t half = strlen(text) / 2;
		struct hmac_stream *stream = hmac_stream_new();
		uint8_t whole[32], pieces[32];

		hmac_digest(text, strlen(text), whole);
		if (strcmp(hmac_hex(a, whole, 32), digests[i].sha256) != 0)
			fail_msg("line %d", digests[i].line);
		hmac_stream_add(stream, text, half);
		hmac_stream_add(stream, text + half, strlen(text) - half);
		hmac_stream_end(&stream, pieces);
		assert_null(stream);
		assert_memory_equal(whole, pieces, 32);
	}
}

/* RFC 4648, section 10, in lower case and without padding. */
static const struct {
	int line;
	const char *bytes, *base32;
} spellings[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "f", "my" },
	{ __LINE__, "fo", "mzxq" },
	{ __LINE__, "foo", "mzxw6" },
	{ __LINE__, "foob", "mzxw6yq" },
	{ __LINE__, "fooba", "mzxw6ytb" },
	{ __LINE__, "foobar", "mzxw6ytboi" },
};

static void test_base32(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		const uint8_t *bytes = (const uint8_t *)spellings[i].bytes;
		size_t size = strlen(spellings[i].bytes);
		uint8_t back[8] = { 0 };

		assert_string_equal(hmac_base32(a, bytes, size),
				    spellings[i].base32);
		if (!hmac_from_base32(spellings[i].base32, back, size) ||
		    memcmp(back, bytes, size) != 0)
			fail_msg("line %d", spellings[i].line);
	}
}

static void test_refused_spellings(void **state)
{
	uint8_t bytes[8];

	(void)state;
	assert_true(hmac_from_base32("MZXW6", bytes, 3));
	assert_memory_equal(bytes, "foo", 3);
	assert_false(hmac_from_base32("mzxw7", bytes, 3)); /* left-over bit */
	assert_false(hmac_from_base32("mzxw", bytes, 3));
	assert_false(hmac_from_base32("mzxw6a", bytes, 3));
	assert_false(hmac_from_base32("mzx16", bytes, 3));
	assert_false(hmac_from_base32("mzxw6", bytes, 4));
	assert_true(hmac_from_hex("00fF10", bytes, 3));
	assert_memory_equal(bytes, "\x00\xff\x10", 3);
	assert_false(hmac_from_hex("00fg10", bytes, 3));
	assert_false(hmac_from_hex("00ff1", bytes, 3));
	assert_false(hmac_from_hex("00ff1000", bytes, 3));
}

static void test_same(void **state)
{
	uint8_t a[16] = { 0 }, b[16] = { 0 }, c[16] = { 0 };

	(void)state;
	assert_true(hmac_same("abc", "abc", 3));
	assert_true(hmac_same("abcd", "abce", 3));
	assert_false(hmac_same("abc", "abd", 3));
	assert_false(hmac_same("xbc", "abc", 3));
	hmac_random(a, sizeof(a));
	hmac_random(b, sizeof(b));
	assert_false(hmac_same(a, b, sizeof(a)));
	assert_false(hmac_same(a, c, sizeof(a)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_macs),
		cmocka_unit_test(test_digests),
		cmocka_unit_test(test_base32),
		cmocka_unit_test(test_refused_spellings),
		cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
