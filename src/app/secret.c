/* secret.c - read a first line without telling it to anybody. */

#include "config.h"

#include "app/secret.h"

#include "app/monotonic.h"
#include "base/failpoint.h"
#include "base/hmac.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SIZE_LIMIT = 16 * 1024,
	KEYS_LIMIT = 26,	/* an id is a letter */
};

struct bytes {
	char data[SIZE_LIMIT + 1];
	size_t size;
};

/* Read once.  False at the end, at the limit and on an error. */
static bool read_more(int fd, struct bytes *bytes)
{
	ssize_t got;

	do {
		got = read(fd, bytes->data + bytes->size,
			   SIZE_LIMIT - bytes->size);
	} while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	bytes->size += (size_t)got;
	return bytes->size < SIZE_LIMIT;
}

static bool read_file(const char *file, struct bytes *bytes, struct err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return err_permanent(err, "%s: %s", file, strerror(errno));
	while (read_more(fd, bytes))
		;
	close(fd);
	return true;
}

/* A group of its own, so that its children end with it. */
static bool start(const char *command, int out, pid_t *pid_r, struct err *err)
{
	char shell[] = "/bin/sh", option[] = "-c";
	char *argv[] = { shell, option, (char *)(uintptr_t)command, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int fault;

	if (posix_spawn_file_actions_init(&actions) != 0 ||
	    posix_spawnattr_init(&attributes) != 0)
		abort();
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
					 O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	/* What it complains of may hold what it was asked for. */
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
					 O_WRONLY, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setpgroup(&attributes, 0);
	fault = posix_spawn(pid_r, shell, &actions, &attributes, argv,
			    environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (fault != 0)
		return err_temporary(err, "a secret's command does not start: "
				     "%s", strerror(fault));
	return true;
}

/* True where the output ended in time. */
static bool read_output(int fd, usec_t until, struct bytes *bytes)
{
	for (;;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		usec_t left = until - monotonic_now();

		if (left <= 0)
			return false;
		if (poll(&ready, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		if (!read_more(fd, bytes))
			return true;
	}
}

/* A command may close its output and stay.  True where it ended in time. */
static bool ended(pid_t pid, usec_t until, int *status_r)
{
	for (;;) {
		pid_t got = waitpid(pid, status_r, WNOHANG);

		if (got == pid)
			return true;
		if (monotonic_now() >= until)
			return false;
		poll(NULL, 0, 5);
	}
}

static bool run_command(const char *command, usec_t timeout,
			struct bytes *bytes, struct err *err)
{
	usec_t until = monotonic_now() + timeout;
	int ends[2], status;
	bool in_time;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_temporary(err, "pipe: %s", strerror(errno));
	if (!start(command, ends[1], &pid, err)) {
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	close(ends[1]);
	in_time = read_output(ends[0], until, bytes);
	close(ends[0]);
	if (!in_time || !ended(pid, until, &status)) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		return err_temporary(err, "a secret's command did not end "
				     "within %d seconds",
				     (int)(timeout / USEC_SECOND));
	}
	if (WIFSIGNALED(status))
		return err_temporary(err, "a secret's command was ended by "
				     "signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return err_temporary(err, "a secret's command failed with "
				     "status %d", WEXITSTATUS(status));
	return true;
}

bool secret_read(struct arena *arena, const struct secret *secret,
		 usec_t timeout, const char **value_r, struct err *err)
{
	const char *from = secret->file != NULL ? secret->file :
			   "a secret's command";
	struct bytes bytes = { .size = 0 };
	size_t line;
	bool done;

	if (!FAILPOINT(SECRET, err))
		return false;
	if (secret->file != NULL)
		done = read_file(secret->file, &bytes, err);
	else
		done = run_command(secret->command, timeout, &bytes, err);
	if (!done)
		return false;
	bytes.data[bytes.size] = '\0';
	line = strcspn(bytes.data, "\r\n");
	if (bytes.size == SIZE_LIMIT && line == SIZE_LIMIT)
		return err_permanent(err, "%s: found a first line of more "
				     "than 16 KB", from);
	if (line == 0)
		return err_permanent(err, "%s: found an empty first line, "
				     "expected the secret", from);
	if (!text_valid(bytes.data, line))
		return err_permanent(err, "%s: found bytes that are not text, "
				     "expected the secret", from);
	*value_r = arena_strndup(arena, bytes.data, line);
	explicit_bzero(&bytes, sizeof(bytes));
	return true;
}

static const char *next_word(const char **rest, struct arena *arena)
{
	const char *word = *rest + strspn(*rest, " \t\r");
	size_t size = strcspn(word, " \t\r");

	*rest = word + size;
	return arena_strndup(arena, word, size);
}

static bool read_key(struct arena *scratch, const char *line,
		     struct token_key *key_r, const char **expected_r)
{
	const char *id = next_word(&line, scratch);
	const char *secret = next_word(&line, scratch);
	const char *not_after = next_word(&line, scratch);

	*expected_r = "an id, one letter from a to z";
	if (id[0] < 'a' || id[0] > 'z' || id[1] != '\0')
		return false;
	key_r->id = id[0];
	*expected_r = "after the id 32 bytes, as 64 hex digits or 52 of base32";
	if (!hmac_from_hex(secret, key_r->secret, sizeof(key_r->secret)) &&
	    !hmac_from_base32(secret, key_r->secret, sizeof(key_r->secret)))
		return false;
	*expected_r = "at the end nothing, or a time such as "
		      "2027-01-01T00:00:00Z";
	if (not_after[0] != '\0' && !clock_parse(not_after, &key_r->not_after))
		return false;
	return *next_word(&line, scratch) == '\0';
}

static bool check_mode(const char *file, struct err *err)
{
	struct stat status;

	if (stat(file, &status) != 0)
		return err_permanent(err, "%s: %s (make it with `postdesk "
				     "init`)", file, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return err_permanent(err, "%s: expected a file", file);
	if ((status.st_mode & 077) != 0)
		return err_permanent(err, "%s: found mode %04o, expected 0600: "
				     "only its owner may read it", file,
				     (unsigned)status.st_mode & 07777);
	return true;
}

static bool add_key(struct token_key *keys, struct token_ring *ring,
		    const struct token_key *key, const char **expected_r)
{
	*expected_r = "each id once";
	for (size_t i = 0; i < ring->count; i++)
		if (keys[i].id == key->id)
			return false;
	*expected_r = "a first key without an end, for it signs";
	if (ring->count == 0 && key->not_after != 0)
		return false;
	keys[ring->count++] = *key;
	return true;
}

bool secret_read_keys(struct arena *arena, const char *file,
		      struct token_ring *ring_r, struct err *err)
{
	struct token_key *keys = ARENA_ARRAY(arena, struct token_key,
					     KEYS_LIMIT);
	struct bytes bytes = { .size = 0 };
	const char *at, *expected;
	ARENA(scratch);

	if (!FAILPOINT(KEYS, err) || !check_mode(file, err) ||
	    !read_file(file, &bytes, err))
		return false;
	bytes.data[bytes.size] = '\0';
	*ring_r = (struct token_ring){ .keys = keys };
	at = bytes.data;
	for (int line = 1; *at != '\0'; line++) {
		size_t size = strcspn(at, "\n");
		const char *text = arena_strndup(scratch, at, size);
		struct token_key key = { 0 };

		at += size + (at[size] == '\n');
		text += strspn(text, " \t\r");
		if (text[0] == '\0' || text[0] == '#')
			continue;
		if (!read_key(scratch, text, &key, &expected) ||
		    !add_key(keys, ring_r, &key, &expected))
			return err_permanent(err, "%s:%d: expected %s", file,
					     line, expected);
	}
	explicit_bzero(&bytes, sizeof(bytes));
	if (ring_r->count == 0)
		return err_permanent(err, "%s: found no key, expected at "
				     "least one", file);
	return true;
}

char *secret_new_key(struct arena *arena, char id)
{
	uint8_t secret[32];
	char *line;

	hmac_random(secret, sizeof(secret));
	line = arena_printf(arena, "%c %s\n", id,
			    hmac_base32(arena, secret, sizeof(secret)));
	explicit_bzero(secret, sizeof(secret));
	return line;
}
