/* admit.c - the table of admission. */

#include "desk/admit.h"

enum admit_verdict admit_judge(const struct admit_facts *facts)
{
	bool welcome = facts->participant && facts->auth != AUTH_FAIL;

	/* His domain speaks for him: it must be proven.  A subject that two of
	 * one house write about is no reason. */
	if (!facts->participant && facts->colleague &&
	    facts->auth == AUTH_PASS && (facts->proven || facts->held))
		return ADMIT_COLLEAGUE;
	if (!welcome)
		return facts->proven ? ADMIT_PENDING : ADMIT_OWN_TICKET;
	if (facts->auth == AUTH_PASS)
		return ADMIT_JOIN;
	/* Unproven sender: our signature, or a Message-ID that we know of the
	 * ticket, must speak for him; a subject or the number of an issue can
	 * be guessed. */
	if (facts->proven || facts->held)
		return ADMIT_UNVERIFIED;
	return ADMIT_OWN_TICKET;
}

bool admit_joins(enum admit_verdict verdict)
{
	return verdict == ADMIT_JOIN || verdict == ADMIT_UNVERIFIED ||
	       verdict == ADMIT_COLLEAGUE;
}

const char *admit_word(enum admit_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		ADMIT_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
