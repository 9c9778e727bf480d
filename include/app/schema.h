/* schema.h - read a YAML map into a struct, by a table of its keys.
 *
 *	static const struct schema_field fields[] = {
 *		{ .key = "port", .read = schema_int, .least = 1,
 *		  .most = 65535, .offset = offsetof(struct server, port) },
 *	};
 *
 * A table is the whole truth of a map: keys that are not in it are refused,
 * keys that are `required` must be there, the others keep the value that the
 * struct had before.
 *
 * Ownership: what is read lives in the reader's arena.
 * Errors:    of the operator, with the place of the wrong value.
 */
#ifndef APP_SCHEMA_H
#define APP_SCHEMA_H

#include "base/yaml.h"

#include <stddef.h>

struct schema_reader {
	struct arena *arena;
	const char *folder;	/* relative paths are relative to it */
	struct err *err;
};

struct schema_field {
	const char *key;
	bool (*read)(const struct schema_reader *reader,
		     const struct schema_field *field,
		     const struct yaml *node, void *at);
	size_t offset;			/* of the member that `at` is */
	bool required;
	int64_t least, most;		/* schema_int */
	const char *const *words;	/* schema_enum: NULL-ended */
};

bool schema_read(const struct schema_reader *reader, const struct yaml *map,
		 const struct schema_field *fields, size_t count, void *into);

/* Refuse what is no list of that many. */
bool schema_is_list(const struct schema_reader *reader,
		    const struct yaml *node, size_t least, size_t most);

/* How a member is read; its type stands beside. */
#define SCHEMA_READ(name)						\
	bool name(const struct schema_reader *reader,			\
		  const struct schema_field *field,			\
		  const struct yaml *node, void *at)

SCHEMA_READ(schema_line);	/* const char *: one line, not empty */
SCHEMA_READ(schema_date);	/* usec_t: the midnight it begins with */
SCHEMA_READ(schema_word);	/* const char *: [a-z0-9_-], to 40 */
SCHEMA_READ(schema_words);	/* struct strings of such */
SCHEMA_READ(schema_path);	/* const char *: made absolute */
SCHEMA_READ(schema_address);	/* const char *: in lower case */
SCHEMA_READ(schema_addresses);	/* struct strings; "@domain" too */
SCHEMA_READ(schema_domains);	/* struct strings of host names */
SCHEMA_READ(schema_host);	/* const char *: name or IP address */
SCHEMA_READ(schema_int);	/* int */
SCHEMA_READ(schema_bool);	/* bool */
SCHEMA_READ(schema_duration);	/* usec_t */
SCHEMA_READ(schema_size);	/* int64_t, in bytes */
SCHEMA_READ(schema_enum);	/* an enum: the place in `words` */

#endif
