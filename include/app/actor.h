/* actor.h - who gives this command, for the history and for rulesets.
 *
 * A name for people to recognise, not a proof: who may run the program may
 * also say who he is.
 *
 * Ownership: in the arena, one clean line.
 */
#ifndef APP_ACTOR_H
#define APP_ACTOR_H

#include "base/arena.h"

const char *actor_name(struct arena *arena);

#endif
