/* expect.h - measure how long people wait for a first answer.
 *
 * The samples of the database, in the working time of the desk's calendars.
 *
 * Ownership: borrows all.  Errors: those of the database.
 */
#ifndef APP_EXPECT_H
#define APP_EXPECT_H

#include "app/world.h"

bool expect_measure(struct db *db, const struct desk *desk, usec_t now,
		    struct err *err);

#endif
