/* cutter.h - an SMTP server, in a thread, that is cut off at any byte.
 *
 * It takes a mail the moment it has the last byte of the final dot's line,
 * whatever becomes of its answer: the worst that a client can meet.  Only the
 * first connection after cutter_arm() is cut.
 */
#ifndef TESTS_APP_CUTTER_H
#define TESTS_APP_CUTTER_H

#include <stdbool.h>
#include <stddef.h>

struct cutter;

enum cutter_way { CUTTER_IN, CUTTER_OUT };	/* from, to the client */
enum cutter_how { CUTTER_FIN, CUTTER_RST };

struct cutter *cutter_new(void);
void cutter_free(struct cutter **cutter);
int cutter_port(const struct cutter *cutter);

/* Cut after `at` bytes of that way, and forget what was taken. */
void cutter_arm(struct cutter *cutter, enum cutter_way way,
		enum cutter_how how, size_t at);

/* Mails taken since then whose recipient begins so. */
int cutter_taken(struct cutter *cutter, const char *recipient);

/* Bytes of that way on the first connection since then: waits for its end. */
size_t cutter_bytes(struct cutter *cutter, enum cutter_way way);

#endif
