/* letters.c - a small array of mails, and the sets that name them. */

#include "letters.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void letters_add(struct letters *letters, const struct postbox_mail *mail,
		 bool marked)
{
	assert(letters->count < LETTERS_MOST);
	letters->at[letters->count++] = (struct letter){
		.mail = mail, .uid = letters->next++, .marked = marked,
	};
}

void letters_remove(struct letters *letters, size_t i)
{
	letters->count--;
	memmove(&letters->at[i], &letters->at[i + 1],
		(letters->count - i) * sizeof(letters->at[0]));
}

static unsigned top_of(const struct letters *letters)
{
	return letters->count == 0 ? 0 :
				     letters->at[letters->count - 1].uid;
}

/* "7:*" with a 7 above them all means the last one. */
static bool is_between(unsigned uid, unsigned first, unsigned last)
{
	return first <= last ? uid >= first && uid <= last :
			       uid >= last && uid <= first;
}

bool letters_hold(const struct letters *letters, const char *set,
		  unsigned uid)
{
	for (;;) {
		char *end;
		const unsigned first = (unsigned)strtoul(set, &end, 10);
		unsigned last = first;

		if (*end == ':' && end[1] == '*') {
			last = top_of(letters);
			end += 2;
		} else if (*end == ':') {
			last = (unsigned)strtoul(end + 1, &end, 10);
		}
		if (is_between(uid, first, last))
			return true;
		if (*end != ',')
			return false;
		set = end + 1;
	}
}

bool letters_find(const struct letters *letters, const struct letter *letter,
		  const char *what)
{
	const size_t size = letter->mail->size;
	size_t larger, smaller;

	if (sscanf(what, "LARGER %zu SMALLER %zu", &larger, &smaller) == 2)
		return size > larger && size < smaller;
	return letters_hold(letters, what + strlen("UID "), letter->uid) &&
	       (strstr(what, " KEYWORD ") == NULL || letter->marked);
}
