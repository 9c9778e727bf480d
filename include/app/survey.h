/* survey.h - tell customers of the end, ask them later, and `postdesk survey`.
 *
 * Errors: temporary ones of the database; what is due stays due.
 */
#ifndef APP_SURVEY_H
#define APP_SURVEY_H

#include "app/world.h"

/* Those who are due, of each kind in one transaction. */
bool survey_ask(struct db *db, const struct world_desk *desk,
		struct err *err);

int survey_main(int argc, char **argv);

#endif
