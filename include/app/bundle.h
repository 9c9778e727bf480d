/* bundle.h - the folder of rules and replies, as one value.
 *
 *	FOLDER/NAME.yaml              "rules/NAME.yaml"
 *	FOLDER/replies/NAME/LANG.md   "replies/NAME/LANG.md"
 *
 * Files are in the order of their names, byte by byte.  Others, and names
 * that begin with a dot, are left alone.
 *
 * Ownership: in the arena.
 * Errors:    permanent: what cannot be read, or is too much.
 * Limits:    1,000 files, 1 MB each, 8 MB together.
 */
#ifndef APP_BUNDLE_H
#define APP_BUNDLE_H

#include "desk/rules.h"

#include <stdint.h>

/* `folder` NULL: the shipped one. */
bool bundle_read(struct arena *arena, const char *folder,
		 struct bundle *bundle_r, struct err *err);

/* The same for the same names and bytes, whatever the folder. */
void bundle_digest(const struct bundle *bundle, uint8_t sha256_r[32]);

/* Where the shipped rules lie: what $POSTDESK_RULES says, or beside the
 * program in a tree that was built, or where `make install` put them. */
const char *bundle_shipped(struct arena *arena);

#endif
