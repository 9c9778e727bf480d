/* failpoint.c - count passes, and do at the right one what a test asked for. */

#include "base/failpoint.h"

#include <signal.h>

struct armed {
	enum failpoint_action action;
	long millis;		/* of FAILPOINT_DELAY */
	unsigned long at;	/* only this pass; 0: every one */
	unsigned long passed;
};

static struct armed *armed(enum failpoint point)
{
	static struct armed points[FAILPOINT_COUNT];

	return &points[point];
}

const char *failpoint_word(enum failpoint point)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		FAILPOINTS(ROW)
#undef ROW
	};

	return words[point];
}

static const char *action_word(enum failpoint_action action)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		FAILPOINT_ACTIONS(ROW)
#undef ROW
	};

	return words[action];
}

/* Is `word` what stands at `text`, up to the next `=`, `:`, `@` or `,`? */
static bool says(const char *text, const char *word)
{
	size_t size = strcspn(text, "=:@,");

	return size == strlen(word) && strncmp(text, word, size) == 0;
}

/* The number behind *text, which it moves on; false if there is none. */
static bool number(const char **text, unsigned long *value_r)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	*value_r = strtoul(*text, &end, 10);
	*text = end;
	return true;
}

/* "ACTION[:MS][@N]", up to a comma or the end. */
static bool read_action(const char **text, struct armed *armed_r)
{
	unsigned long millis = 0;
	enum failpoint_action action = FAILPOINT_PASS;

	while (!says(*text, action_word(action)))
		if (action++ == FAILPOINT_DELAY)
			return false;
	*text += strlen(action_word(action));
	*armed_r = (struct armed){ .action = action };
	if (action == FAILPOINT_DELAY &&
	    (*(*text)++ != ':' || !number(text, &millis)))
		return false;
	armed_r->millis = (long)millis;
	if (**text == '@') {
		++*text;
		if (!number(text, &armed_r->at) || armed_r->at == 0)
			return false;
	}
	return **text == ',' || **text == '\0';
}

static bool arm_one(const char **text, struct err *err)
{
	int size = (int)strcspn(*text, "=,");
	enum failpoint point = 0;

	while (point < FAILPOINT_COUNT && !says(*text, failpoint_word(point)))
		point++;
	if (point == FAILPOINT_COUNT)
		return err_permanent(err, "POSTDESK_FAIL: no failpoint "
				     "\"%.*s\"", size, *text);
	*text += size;
	if (*(*text)++ == '=' && read_action(text, armed(point)))
		return true;
	return err_permanent(err, "POSTDESK_FAIL: \"%s\" is to be kill, error "
			     "or delay:MILLISECONDS, then maybe @N",
			     failpoint_word(point));
}

bool failpoint_arm(const char *text, struct err *err)
{
	for (enum failpoint point = 0; point < FAILPOINT_COUNT; point++)
		*armed(point) = (struct armed){ .action = FAILPOINT_PASS };
	while (text != NULL && *text != '\0') {
		if (!arm_one(&text, err))
			return false;
		if (*text == ',')
			text++;
	}
	return true;
}

static void pause_for(long millis)
{
	struct timespec left = { millis / 1000, millis % 1000 * 1000000 };

	/* A signal wakes it early; a test that stops a worker wants that. */
	nanosleep(&left, NULL);
}

bool failpoint_pass(enum failpoint point, struct err *err)
{
	struct armed *here = armed(point);

	here->passed++;
	if (here->at != 0 && here->passed != here->at)
		return true;
	switch (here->action) {
	case FAILPOINT_PASS:
		break;
	case FAILPOINT_KILL:
		raise(SIGKILL);
		break;
	case FAILPOINT_ERROR:
		return err_temporary(err, "failpoint %s",
				     failpoint_word(point));
	case FAILPOINT_DELAY:
		pause_for(here->millis);
		break;
	}
	return true;
}
