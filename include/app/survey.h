/* survey.h - ask customers some time after the end, and `postdesk survey`.
 *
 * Errors: temporary ones of the database; nothing was asked then.
 */
#ifndef APP_SURVEY_H
#define APP_SURVEY_H

#include "app/world.h"

/* Those who are due, in one transaction. */
bool survey_ask(struct db *db, const struct world_desk *desk,
		struct err *err);

int survey_main(int argc, char **argv);

#endif
