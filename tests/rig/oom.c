/* oom.c - memory that is refused: preloaded by test_oom.py.
 *
 * POSTDESK_OOM=N refuses the N-th allocation of the process, and
 * POSTDESK_OOM_CHILD=N that of each process that it forks.  It says so on
 * standard error, where there is one.
 */

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);

static atomic_long left;	/* 0: none is refused any more */
static long of_child;

static void begin_child(void)
{
	left = of_child;
}

static long wish(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtol(value, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
	of_child = wish("POSTDESK_OOM_CHILD");
	pthread_atfork(NULL, NULL, begin_child);
	left = wish("POSTDESK_OOM");
}

static int is_refused(void)
{
	static const char word[] = "oom: refused\n";

	if (left <= 0 || atomic_fetch_sub(&left, 1) != 1)
		return 0;
	if (write(STDERR_FILENO, word, sizeof(word) - 1) < 0)
		errno = 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return is_refused() ? NULL : __libc_realloc(old, size);
}
