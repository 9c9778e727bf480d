/* yaml.h - YAML bytes to a tree that knows line and column of every node.
 *
 * The one door to libyaml.  No I/O: the caller brings the bytes and the name
 * that error messages shall show.  Duplicate keys, aliases, several documents
 * and invalid UTF-8 are refused; depth and node count are limited.
 *
 * Ownership: the tree lives in the arena and borrows nothing.
 * Errors:    "NAME:LINE:COLUMN: found X, expected Y".
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include <stdint.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	const char *file;	/* as given */
	size_t line, column;	/* from 1 */
	bool plain;		/* a scalar without quotes */
	const char *text;	/* scalar: its value; else NULL */
	const char *const *keys;	/* map: in order */
	const struct yaml *const *key_nodes;	/* where the keys stand */
	const struct yaml *const *items;	/* list, map: the values */
	size_t count;
};

/* NULL and *err where it cannot be read. */
const struct yaml *yaml_parse(struct arena *arena, const char *file,
			      const char *bytes, size_t size, struct err *err);

/* The value of a map's key, or NULL. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* Do both say the same, key by key in the same order? */
bool yaml_same(const struct yaml *a, const struct yaml *b);

/* "FILE:LINE:COLUMN: found `…`, expected …"; returns false. */
bool yaml_expected(const struct yaml *node, struct err *err,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The rest refuse with yaml_expected() unless the node is of that kind. */
bool yaml_text(const struct yaml *node, const char **text_r, struct err *err);
bool yaml_int(const struct yaml *node, int64_t least, int64_t most,
	      int64_t *value_r, struct err *err);
bool yaml_bool(const struct yaml *node, bool *value_r, struct err *err);

/* "90s", "15 minutes", "8 hours", "30d" to microseconds. */
bool yaml_duration(const struct yaml *node, usec_t *value_r, struct err *err);

/* "500 KB", "50 MB" to bytes. */
bool yaml_size(const struct yaml *node, int64_t *bytes_r, struct err *err);

/* Refuse keys that are not in the NULL-ended list, naming the nearest one. */
bool yaml_known_keys(const struct yaml *map, const char *const *known,
		     struct err *err);

#endif
