/* bundle.h - a folder of rules and replies as one value.
 *
 * Takes FOLDER/NAME.yaml (as "rules/NAME.yaml"), FOLDER/replies/NAME/LANG.md,
 * and later kinds below their own folders; in name order, so that the same
 * files always give the same bundle.  Hidden files and others are left out.
 *
 * Ownership: in the arena.
 * Limits:    1 MB a file, 2,000 files.
 * Errors:    permanent, with the path.
 */
#ifndef APP_BUNDLE_H
#define APP_BUNDLE_H

#include "desk/rules.h"

bool bundle_read(struct arena *arena, const char *folder,
		 struct bundle *bundle_r, struct err *err);

/* Over names and bytes: equal bundles are the same version. */
void bundle_digest(const struct bundle *bundle, uint8_t sha256_r[32]);

#endif
