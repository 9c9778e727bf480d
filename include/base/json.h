/* json.h - write JSON (RFC 8259) as it is said, into a buffer.
 *
 *	struct json json = { .out = &buffer };
 *
 *	json_open(&json, '{');
 *	json_key(&json, "subject");
 *	json_string(&json, subject);
 *	json_close(&json, '}');
 *
 * Commas are put by the writer.  Strings must be valid UTF-8.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

struct json {
	struct buffer *out;
	bool comma;		/* the next value needs one before it */
};

void json_open(struct json *json, char bracket);	/* '{' or '[' */
void json_close(struct json *json, char bracket);	/* '}' or ']' */
void json_key(struct json *json, const char *key);
void json_string(struct json *json, const char *text);	/* NULL: null */
void json_bytes(struct json *json, const char *text, size_t size);
void json_int(struct json *json, int64_t value);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* `"key": value` in one call; json_put(…, NULL) writes null. */
void json_put(struct json *json, const char *key, const char *text);
void json_put_int(struct json *json, const char *key, int64_t value);
void json_put_bool(struct json *json, const char *key, bool value);

#endif
