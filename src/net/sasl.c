/* sasl.c - initial responses, and keeping the secret out of other words. */

#include "net/sasl.h"

#include "base/buffer.h"
#include "base/text.h"

enum { WORDS_LIMIT = 200 };

char *sasl_base64(struct arena *arena, const void *bytes, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = bytes;
	char *text = arena_alloc(arena, (size + 2) / 3 * 4 + 1);
	char *out = text;

	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i;
		unsigned group = (unsigned)in[i] << 16 |
				 (left > 1 ? (unsigned)in[i + 1] << 8 : 0) |
				 (left > 2 ? (unsigned)in[i + 2] : 0);

		*out++ = digits[group >> 18];
		*out++ = digits[group >> 12 & 63];
		*out++ = left > 1 ? digits[group >> 6 & 63] : '=';
		*out++ = left > 2 ? digits[group & 63] : '=';
	}
	return text;
}

char *sasl_plain(struct arena *arena, const struct login *login)
{
	struct buffer said = { .arena = arena };

	buffer_char(&said, '\0');
	buffer_text(&said, login->user);
	buffer_char(&said, '\0');
	buffer_text(&said, login->secret);
	return sasl_base64(arena, said.data, said.size);
}

char *sasl_xoauth2(struct arena *arena, const struct login *login)
{
	const char *said = arena_printf(arena, "user=%s\1auth=Bearer %s\1\1",
					login->user, login->secret);

	return sasl_base64(arena, said, strlen(said));
}

/* "," and "=" are spelled out in the user's name (RFC 5801, section 4). */
static const char *escape_name(struct arena *arena, const char *user)
{
	struct buffer name = { .arena = arena };

	for (; *user != '\0'; user++)
		if (*user == ',')
			buffer_text(&name, "=2C");
		else if (*user == '=')
			buffer_text(&name, "=3D");
		else
			buffer_char(&name, *user);
	return buffer_string(&name);
}

char *sasl_oauthbearer(struct arena *arena, const struct login *login,
		       const struct endpoint *endpoint)
{
	const char *said = arena_printf(
		arena, "n,a=%s,\1host=%s\1port=%d\1auth=Bearer %s\1\1",
		escape_name(arena, login->user), endpoint->host,
		endpoint->port, login->secret);

	return sasl_base64(arena, said, strlen(said));
}

static bool is_sound(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	return *text != '\0';
}

bool sasl_login_ok(const struct login *login, struct err *err)
{
	if (login->kind == LOGIN_NONE)
		return true;
	if (login->user == NULL || !is_sound(login->user))
		return err_permanent(err, "the user name is empty or holds a "
				     "control character");
	if (login->secret == NULL || !is_sound(login->secret))
		return err_permanent(err, "the password or token is empty or "
				     "holds a control character");
	return true;
}

const char *sasl_words(struct arena *arena, const struct login *login,
		       const char *text)
{
	const char *secret = login->kind == LOGIN_NONE ? NULL : login->secret;

	if (text == NULL || (secret != NULL && strstr(text, secret) != NULL))
		return "";
	if (secret != NULL &&
	    (strstr(text, sasl_plain(arena, login)) != NULL ||
	     strstr(text, sasl_xoauth2(arena, login)) != NULL))
		return "";
	return text_line(arena, text, strlen(text), WORDS_LIMIT);
}
