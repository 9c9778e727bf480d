/* json.c - RFC 8259, written as it is said. */

#include "base/json.h"

#include "base/ascii.h"

static void separate(struct json *json)
{
	if (json->comma)
		buffer_char(json->out, ',');
	json->comma = true;
}

void json_open(struct json *json, char bracket)
{
	separate(json);
	buffer_char(json->out, bracket);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	buffer_char(json->out, bracket);
	json->comma = true;
}

static void quote(struct buffer *out, const char *text, size_t size)
{
	size_t start = 0;

	buffer_char(out, '"');
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f)
			continue;
		buffer_add(out, text + start, i - start);
		start = i + 1;
		switch (c) {
		case '"': buffer_text(out, "\\\""); break;
		case '\\': buffer_text(out, "\\\\"); break;
		case '\n': buffer_text(out, "\\n"); break;
		case '\t': buffer_text(out, "\\t"); break;
		default: buffer_printf(out, "\\u%04x", c);
		}
	}
	buffer_add(out, text + start, size - start);
	buffer_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
	separate(json);
	quote(json->out, key, strlen(key));
	buffer_char(json->out, ':');
	json->comma = false;
}

void json_bytes(struct json *json, const char *text, size_t size)
{
	separate(json);
	quote(json->out, text, size);
}

void json_string(struct json *json, const char *text)
{
	if (text == NULL)
		json_null(json);
	else
		json_bytes(json, text, strlen(text));
}

void json_int(struct json *json, int64_t value)
{
	char digits[ASCII_DECIMAL];

	separate(json);
	buffer_add(json->out, digits, ascii_decimal(digits, value));
}

void json_bool(struct json *json, bool value)
{
	separate(json);
	buffer_text(json->out, value ? "true" : "false");
}

void json_null(struct json *json)
{
	separate(json);
	buffer_text(json->out, "null");
}

void json_put(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

void json_put_int(struct json *json, const char *key, int64_t value)
{
	json_key(json, key);
	json_int(json, value);
}

void json_put_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}
