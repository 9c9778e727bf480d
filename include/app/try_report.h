/* try_report.h - what `postdesk try` found, as JSON or for people.
 *
 * Ownership: copies what it keeps into its arena.
 */
#ifndef APP_TRY_REPORT_H
#define APP_TRY_REPORT_H

#include "desk/plan.h"

struct try_report;

struct try_report *try_report_new(struct arena *arena);

/* One mail was decided. */
void try_report_add(struct try_report *report, const char *file,
		    const struct plan *plan);

void try_report_json(const struct try_report *report, struct arena *arena);
void try_report_print(const struct try_report *report, struct arena *arena);

#endif
