/* actor.c - the user who became root, else the user. */

#include "app/actor.h"

#include "base/text.h"

#include <unistd.h>

enum { NAME_MOST = 64 };

const char *actor_name(struct arena *arena)
{
	const char *user = getenv("SUDO_USER");

	if (user == NULL || user[0] == '\0')
		user = getenv("USER");
	if (user == NULL || user[0] == '\0')
		return arena_printf(arena, "uid %ld", (long)getuid());
	return text_line(arena, user, strlen(user), NAME_MOST);
}
