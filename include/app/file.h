/* file.h - read and write the operator's files.
 *
 * Ownership: bytes live in the arena and end in a NUL that is not counted.
 * Errors:    permanent, with the path and the system's words.
 */
#ifndef APP_FILE_H
#define APP_FILE_H

#include "base/buffer.h"
#include "base/err.h"

#include <sys/types.h>

/* The whole file; one that is larger than `limit` is refused. */
bool file_read(struct arena *arena, const char *path, size_t limit,
	       struct buffer *bytes_r, struct err *err);

/* A new file, of this mode from its first moment; one that is there already
 * is left alone and refused. */
bool file_create(const char *path, mode_t mode, const char *text,
		 struct err *err);

/* The same in the place of an older one: it is there whole or not at all. */
bool file_replace(struct arena *arena, const char *path, mode_t mode,
		  const char *text, struct err *err);

/* "/etc/postdesk" of "/etc/postdesk/postdesk.yaml". */
const char *file_folder(struct arena *arena, const char *path);

#endif
