/* failpoint.c - count passes, and do at the right one what a test asked for. */

#include "base/failpoint.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Enough for our own and for every statement. */
enum { MOST = 1024 };

struct armed {
	enum failpoint_action action;
	long millis;		/* of FAILPOINT_DELAY */
	unsigned long at;	/* only this pass; 0: every one */
	unsigned long passed;
};

struct points {
	struct armed armed[MOST];
	const char *const *more;	/* words behind those of the table */
	size_t more_count;
	uint32_t *seen;			/* shared: passed, acted; or NULL */
};

static struct points *points(void)
{
	static struct points all;

	return &all;
}

static struct armed *armed(enum failpoint point)
{
	return &points()->armed[point];
}

size_t failpoint_count(void)
{
	return FAILPOINT_COUNT + points()->more_count;
}

void failpoint_extend(const char *const *words, size_t count)
{
	assert(FAILPOINT_COUNT + count <= MOST);
	points()->more = words;
	points()->more_count = count;
}

const char *failpoint_word(enum failpoint point)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		FAILPOINTS(ROW)
#undef ROW
	};

	return point < FAILPOINT_COUNT
		? words[point] : points()->more[point - FAILPOINT_COUNT];
}

bool failpoint_watch(const char *path, struct err *err)
{
	const size_t size = 2 * failpoint_count() * sizeof(uint32_t);
	void *seen = MAP_FAILED;
	int fd;

	if (path == NULL)
		return true;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && ftruncate(fd, (off_t)size) == 0)
		seen = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			    fd, 0);
	if (fd >= 0)
		close(fd);
	if (seen == MAP_FAILED)
		return err_permanent(err, "POSTDESK_FAIL_SEEN: %s: %s", path,
				     strerror(errno));
	points()->seen = seen;
	return true;
}

static void note(size_t column, enum failpoint point)
{
	uint32_t *seen = points()->seen;

	if (seen != NULL)
		__atomic_fetch_add(&seen[column * failpoint_count() + point],
				   1, __ATOMIC_RELAXED);
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

	while (point < failpoint_count() &&
	       !says(*text, failpoint_word(point)))
		point++;
	if (point == failpoint_count())
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
	for (enum failpoint point = 0; point < failpoint_count(); point++)
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

static bool is_due(const struct armed *here, unsigned long pass)
{
	return here->action != FAILPOINT_PASS &&
	       (here->at == 0 || pass == here->at);
}

bool failpoint_due(enum failpoint point)
{
	const struct armed *here = armed(point);

	return is_due(here, __atomic_load_n(&here->passed,
					    __ATOMIC_RELAXED) + 1);
}

bool failpoint_pass(enum failpoint point, struct err *err)
{
	struct armed *here = armed(point);
	const unsigned long pass = __atomic_add_fetch(&here->passed, 1,
						      __ATOMIC_RELAXED);

	note(0, point);
	if (!is_due(here, pass))
		return true;
	note(1, point);
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
