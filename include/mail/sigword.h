/* sigword.h - the words of signatures: what devices add, how people close a
 * mail, and what stands before a telephone number.
 *
 * Tables that grow: a row is a phrase and the language or client it is from.
 */
#ifndef MAIL_SIGWORD_H
#define MAIL_SIGWORD_H

#include "mail/phrase.h"

#include <stdbool.h>
#include <stddef.h>

enum sigword_table {
	SIGWORD_DEVICE,		/* "sent from" */
	SIGWORD_EXCUSE,		/* "please excuse my brevity" */
	SIGWORD_CLOSE,		/* "kind regards" */
	SIGWORD_THANKS,		/* "thanks" */
	SIGWORD_CONTACT,	/* "tel." */
	SIGWORD_IMPRINT,	/* "company no", "Amtsgericht" */
	SIGWORD_TABLES
};

/* The tables, for all lines of a mail. */
struct sigwords {
	struct phrase_index tables[SIGWORD_TABLES];
};

const struct sigwords *sigwords_new(struct arena *arena);

/* How long the longest row is that the text starts with, after
 * text_caseless(); 0 if none. */
size_t sigword_starts(const struct sigwords *words, enum sigword_table table,
		      const char *text);

/* Is a device or a mail program named? */
bool sigword_names_gadget(const char *text);

#endif
