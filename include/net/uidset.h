/* uidset.h - sets of UIDs in commands (RFC 3501, sequence-set).
 *
 * Limits: UIDSET_MOST UIDs in one command, so that its line stays below
 *         8,000 octets (RFC 2683, 3.2.1.5).
 */
#ifndef NET_UIDSET_H
#define NET_UIDSET_H

#include "base/arena.h"

#include <stdint.h>

enum { UIDSET_MOST = 500 };

/* "1:5,9"; sorts `uids` on the way. */
const char *uidset_render(struct arena *arena, uint32_t *uids, size_t count);

#endif
