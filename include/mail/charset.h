/* charset.h - bytes of a claimed charset to UTF-8, as well as can be.
 *
 * Only charsets on the allow-list reach iconv: UTF-7, ISO-2022-CN-EXT and the
 * like are refused and guessed instead (UTF-8 where it is valid, else
 * windows-1252).  Names that promise less than mail holds are widened: gb2312
 * is read as gb18030, iso-8859-1 as windows-1252.
 *
 * All handles are opened at once, before a sandbox forbids to open files.
 *
 * Ownership: results live in the arena.
 * Errors:    none; *bad_r becomes true (and is else left alone) where the
 *            bytes were not what was claimed.  The result is valid UTF-8 but
 *            not cleaned of controls.
 */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"

#include <stdbool.h>

struct charset_set;

struct charset_set *charset_open(void);
void charset_close(struct charset_set **set);

/* `claimed` may be "" or anything that a mail says.  With a set of NULL no
 * library is touched: UTF-8 and the single-byte guess only. */
char *charset_decode(struct arena *arena, struct charset_set *set,
		     const char *claimed, const char *bytes, size_t size,
		     size_t *size_r, bool *bad_r);

/* UTF-8 where it is valid, else windows-1252. */
char *charset_guess(struct arena *arena, const char *bytes, size_t size,
		    size_t *size_r);

/* For raw bytes without a name: the first charset that these bytes (a mail, a
 * page) name, as "charset=…" or in an encoded-word, but for those that say
 * nothing of raw bytes; "" if none.  Looks at the first 64 KB. */
const char *charset_hint(struct arena *arena, const char *bytes, size_t size);

/* Is it a name that charset_decode() knows? */
bool charset_known(struct charset_set *set, const char *claimed);

#endif
