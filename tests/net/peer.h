/* peer.h - start the scripted peers of tests/rig and their certificates. */
#ifndef TESTS_NET_PEER_H
#define TESTS_NET_PEER_H

#include "base/arena.h"
#include "net/stream.h"

#include <sys/types.h>

struct peer {
	pid_t pid;
	int port;
};

/* `script` is a name in tests/rig; its arguments end in NULL. */
struct peer peer_start(const char *script, ...);
struct peer peer_start_list(const char *script, const char *const *args);
void peer_stop(struct peer *peer);

/* A folder of this run, with what certs.sh makes; peer_file() names a file
 * in it.  peer_clean() removes it. */
const char *peer_file(struct arena *arena, const char *name);
void peer_clean(void);

/* The whole file; "" where there is none. */
char *peer_read(struct arena *arena, const char *path);

#endif
