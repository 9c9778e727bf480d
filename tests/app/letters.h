/* letters.h - mails in the two folders of a postbox, by number. */
#ifndef TESTS_APP_LETTERS_H
#define TESTS_APP_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct postbox_mail {
	const char *bytes;
	size_t size;
	int64_t received;	/* seconds since the epoch */
};

enum { LETTERS_MOST = 64 };

struct letter {
	const struct postbox_mail *mail;
	unsigned uid;
	bool deleted, marked;	/* marked: by any keyword */
};

struct letters {
	bool made;
	unsigned validity, next;
	struct letter at[LETTERS_MOST];
	size_t count;
};

void letters_add(struct letters *letters, const struct postbox_mail *mail,
		 bool marked);
void letters_remove(struct letters *letters, size_t i);

/* Is it in a sequence set, "1:3,5" or "7:*", which ends at a space? */
bool letters_hold(const struct letters *letters, const char *set,
		  unsigned uid);

/* Does a SEARCH find it?  "UID n:*", perhaps with "KEYWORD x" behind it, or
 * "LARGER n SMALLER m". */
bool letters_find(const struct letters *letters, const struct letter *letter,
		  const char *what);

#endif
