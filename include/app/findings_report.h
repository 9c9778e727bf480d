/* findings_report.h - a trial's findings, for people and for machines.
 *
 * Three forms of the same: tables for a terminal, JSON (keys are added, never
 * renamed), and one HTML page that needs nothing else.
 */
#ifndef APP_FINDINGS_REPORT_H
#define APP_FINDINGS_REPORT_H

#include "app/findings.h"
#include "base/json.h"

struct findings_about {
	const char *candidate;	/* "ruleset 7", or a folder */
	int64_t active;		/* version it was tried beside */
	usec_t since;		/* of the mails: decided since then */
	usec_t took;		/* how long it took; 0: does not apply */
};

void findings_print(struct arena *arena, const struct findings *findings,
		    const struct findings_about *about);

/* The members of an object that the caller opens and closes. */
void findings_json(struct json *json, struct arena *arena,
		   const struct findings *findings,
		   const struct findings_about *about);

const char *findings_html(struct arena *arena, const struct findings *findings,
			  const struct findings_about *about);

/* All aspects of one outcome, as an object. */
void findings_outcome(struct json *json, const struct outcome *outcome);

/* What is to be known beside the tables, a sentence each. */
struct strings findings_notes(struct arena *arena,
			      const struct findings *findings);

#endif
