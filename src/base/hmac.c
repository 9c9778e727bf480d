/* hmac.c - the one door to OpenSSL's digests, and base32. */

/* Before our headers: OpenSSL names a parameter `rand`, which they ban. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/hmac.h"

enum { DIGEST_SIZE = 32 };

void hmac_sha256(const uint8_t *key, size_t key_size, const void *bytes,
		 size_t size, uint8_t mac_r[32])
{
	unsigned len = DIGEST_SIZE;

	/* It fails only where memory or the library itself is gone. */
	if (HMAC(EVP_sha256(), key, (int)key_size, bytes, size, mac_r,
		 &len) == NULL || len != DIGEST_SIZE)
		abort();
}

struct hmac_stream {
	EVP_MD_CTX *context;
};

struct hmac_stream *hmac_stream_new(void)
{
	struct hmac_stream *stream = malloc(sizeof(*stream));

	if (stream == NULL)
		abort();
	stream->context = EVP_MD_CTX_new();
	if (stream->context == NULL ||
	    EVP_DigestInit_ex(stream->context, EVP_sha256(), NULL) != 1)
		abort();
	return stream;
}

void hmac_stream_add(struct hmac_stream *stream, const void *bytes,
		     size_t size)
{
	if (EVP_DigestUpdate(stream->context, bytes, size) != 1)
		abort();
}

void hmac_stream_end(struct hmac_stream **stream, uint8_t sha256_r[32])
{
	unsigned len = DIGEST_SIZE;

	if (EVP_DigestFinal_ex((*stream)->context, sha256_r, &len) != 1)
		abort();
	EVP_MD_CTX_free((*stream)->context);
	free(*stream);
	*stream = NULL;
}

void hmac_digest(const void *bytes, size_t size, uint8_t sha256_r[32])
{
	unsigned len = DIGEST_SIZE;

	if (EVP_Digest(bytes, size, sha256_r, &len, EVP_sha256(), NULL) != 1)
		abort();
}

void hmac_random(void *bytes, size_t size)
{
	if (RAND_bytes(bytes, (int)size) != 1)
		abort();
}

static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";

char *hmac_base32(struct arena *arena, const uint8_t *bytes, size_t size)
{
	char *text = arena_alloc(arena, (size * 8 + 4) / 5 + 1);
	unsigned held = 0, bits = 0;
	size_t written = 0;

	for (size_t i = 0; i < size; i++) {
		held = (held << 8) | bytes[i];
		bits += 8;
		for (; bits >= 5; bits -= 5)
			text[written++] =
				base32_digits[(held >> (bits - 5)) & 31];
	}
	if (bits > 0)
		text[written] = base32_digits[(held << (5 - bits)) & 31];
	return text;
}

static const char hex_digits[] = "0123456789abcdef";

char *hmac_hex(struct arena *arena, const uint8_t *bytes, size_t size)
{
	char *text = arena_alloc(arena, size * 2 + 1);

	for (size_t i = 0; i < size; i++) {
		text[2 * i] = hex_digits[bytes[i] >> 4];
		text[2 * i + 1] = hex_digits[bytes[i] & 15];
	}
	return text;
}

/* The value of a digit in either case, or -1. */
static int digit_value(const char *digits, char c)
{
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	at = c == '\0' ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

/* Read digits of `width` bits each; the bits left over must be zero, so that
 * one value has one spelling. */
static bool decode(const char *digits, unsigned width, const char *text,
		   uint8_t *bytes_r, size_t size)
{
	size_t length = (size * 8 + width - 1) / width, written = 0;
	unsigned held = 0, bits = 0;

	if (strlen(text) != length)
		return false;
	for (; *text != '\0'; text++) {
		int value = digit_value(digits, *text);

		if (value < 0)
			return false;
		held = ((held << width) | (unsigned)value) & 0xfff;
		bits += width;
		if (bits >= 8) {
			bits -= 8;
			bytes_r[written++] = (uint8_t)(held >> bits);
		}
	}
	return (held & ((1u << bits) - 1)) == 0;
}

bool hmac_from_base32(const char *text, uint8_t *bytes_r, size_t size)
{
	return decode(base32_digits, 5, text, bytes_r, size);
}

bool hmac_from_hex(const char *text, uint8_t *bytes_r, size_t size)
{
	return decode(hex_digits, 4, text, bytes_r, size);
}

bool hmac_same(const void *a, const void *b, size_t size)
{
	return CRYPTO_memcmp(a, b, size) == 0;
}
