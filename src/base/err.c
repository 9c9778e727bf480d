/* err.c - fill a failure; its text is one safe line. */

#include "base/err.h"

#include "base/text.h"

/* The size of the character that begins here; 0: there is none. */
static size_t character(const char *text)
{
	const size_t left = strnlen(text, 4);

	for (size_t size = 1; size <= left; size++)
		if (text_utf8(text, size))
			return size;
	return 0;
}

/* Words of servers and names of files are bytes: what is no character would
 * keep the whole text out of the database. */
static void flatten(char *text)
{
	while (*text != '\0') {
		const size_t size = character(text);

		if (size == 0)
			*text = '?';
		else if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
		text += size == 0 ? 1 : size;
	}
}

/* Do not leave half a UTF-8 character at the end of a cut text. */
static void trim_partial(char *text, size_t room)
{
	size_t len = strlen(text);

	if (len + 1 < room)
		return;
	while (len > 0 && ((unsigned char)text[len - 1] & 0xc0) == 0x80)
		len--;
	if (len > 0 && (unsigned char)text[len - 1] >= 0xc0)
		len--;
	text[len] = '\0';
}

static bool fill(struct err *err, enum err_kind kind, const char *format,
		 va_list args)
{
	err->kind = kind;
	vsnprintf(err->text, sizeof(err->text), format, args);
	trim_partial(err->text, sizeof(err->text));
	flatten(err->text);
	return false;
}

bool err_temporary(struct err *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err, ERR_TEMPORARY, format, args);
	va_end(args);
	return false;
}

bool err_permanent(struct err *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err, ERR_PERMANENT, format, args);
	va_end(args);
	return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
	struct err before = *err;
	char context[sizeof(err->text)];
	va_list args;

	va_start(args, format);
	vsnprintf(context, sizeof(context), format, args);
	va_end(args);
	if (before.kind == ERR_PERMANENT)
		return err_permanent(err, "%s: %s", context, before.text);
	return err_temporary(err, "%s: %s", context, before.text);
}
