/* harmed.h - the server's end of a connection, harmed at one of its bytes.
 *
 * Counts the bytes of each way.  What the harm is, and where, is known before
 * the first byte; without harm it is a plain connection, read line by line.
 */
#ifndef TESTS_APP_HARMED_H
#define TESTS_APP_HARMED_H

#include <stdbool.h>
#include <stddef.h>

enum harm_way { HARM_IN, HARM_OUT };	/* from, to the client */

#define HARMS(ROW)							\
	ROW(HARM_FIN, "FIN")	/* closed; what still comes is lost */	\
	ROW(HARM_RST, "RST")						\
	ROW(HARM_HALF, "half")	/* says no more, but does what it hears */ \
	ROW(HARM_STALL, "stall")	/* there, and silent for ever */ \
	ROW(HARM_SLOW, "slow")	/* byte by byte from there on */	\
	ROW(HARM_FLIP, "flip")	/* the lowest bit of that byte */	\
	ROW(HARM_INJECT, "inject")	/* a line between two bytes */

enum harm_how {
#define ROW(name, word) name,
	HARMS(ROW)
#undef ROW
	HARM_COUNT
};

struct harm {
	enum harm_way way;	/* SLOW, FLIP and INJECT: HARM_OUT only */
	enum harm_how how;
	size_t at;		/* SIZE_MAX: never */
};

enum { HARMED_LINE = 1024 };

struct harmed {
	int fd;
	struct harm harm;
	size_t bytes[2];	/* so far, of each way */
	bool mute, slow;
	char buffer[4096];
	size_t have;
};

/* False: the connection is over. */
bool harmed_say(struct harmed *harmed, const void *bytes, size_t size);
bool harmed_hear(struct harmed *harmed, char line[HARMED_LINE]);

/* End it as the harm wants it.  Closes the descriptor. */
void harmed_close(struct harmed *harmed);

const char *harm_word(enum harm_how how);

#endif
