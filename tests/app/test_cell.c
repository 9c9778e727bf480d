/* test_cell.c - mails that kill the reader, a child that lies, and what a
 * child cannot do. */

#include "app/cell.h"

#include "app/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char rules_text[] =
	"- name: kettle\n  when: { subject: kettle }\n  tier: 2\n";

static struct rules *load_rules(void)
{
	const struct bundle_file file = { "rules/1.yaml", rules_text,
					  sizeof(rules_text) - 1 };
	const struct bundle bundle = { &file, 1 };
	struct err err;
	struct rules *rules = rules_load(&bundle, &err);

	if (rules == NULL)
		fail_msg("%s", err.text);
	return rules;
}

#define MAIL(subject, more) { \
	.bytes = "From: ann@example.org\nSubject: " subject "\n" more \
		 "\nText\n", \
	.size = sizeof("From: ann@example.org\nSubject: " subject "\n" more \
		       "\nText\n") - 1 }

/* Whoever looks at the pins of this desk dies, and only this field makes the
 * reader look. */
static const struct gist_desk deadly = { .pins = { (void *)8, 1 } };
#define DEADLY "Authentication-Results: mx.test; dkim=pass\n"
static const struct gist_desk harmless = { 0 };

static struct cell *patient_cell(const struct rules *rules)
{
	return cell_new(&(struct cell_work){
		.rules = rules, .desk = &deadly,
		.patience = 20 * USEC_SECOND });
}

static void test_guilty_mail_stands_alone(void **state)
{
	static const struct cell_mail mails[] = {
		MAIL("one", ""), MAIL("two", DEADLY), MAIL("three", ""),
		MAIL("four", DEADLY), MAIL("five", DEADLY),
		MAIL("a kettle", ""),
	};
	static const struct {
		const char *subject;
		bool unparsed;
	} want[] = {
		{ "one", false }, { "two", true }, { "three", false },
		{ "four", true }, { "five", true }, { "a kettle", false },
	};
	ARENA(arena);
	struct rules *rules = load_rules();
	struct cell *cell = patient_cell(rules);
	struct cell_read reads[COUNT(mails)];
	struct err err;

	(void)state;
	if (!cell_read(cell, arena, mails, COUNT(mails), reads, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < COUNT(mails); i++) {
		assert_string_equal(reads[i].message->subject,
				    want[i].subject);
		assert_int_equal(reads[i].unparsed, want[i].unparsed);
		assert_int_equal(reads[i].mail_class->count, i == 5);
	}
	/* It goes on after all that. */
	assert_true(cell_read(cell, arena, mails, 1, reads, &err));
	assert_false(reads[0].unparsed);
	cell_free(&cell);
	assert_null(cell);
	rules_free(&rules);
}

#define OURS	"two three four five six seven eight nine ten eleven twelve " \
	"thirteen fourteen fifteen sixteen"

/* What is heard in the cell is what would be heard outside. */
static void test_listens(void **state)
{
	static const struct cell_mail mails[] = {
		MAIL("one", ""), MAIL("a kettle", ""),
		MAIL("two", "\n" OURS "\n"), MAIL("three", DEADLY),
	};
	static const struct bundle_file file = {
		"replies/ack/en.md", OURS ".\n", sizeof(OURS ".\n") - 1
	};
	static const struct bundle ours = { &file, 1 };
	ARENA(arena);
	struct rules *rules = load_rules();
	struct cell *cell = cell_new(&(struct cell_work){
		.rules = rules, .desk = &deadly,
		.echo = echo_load(arena, &ours),
		.patience = 20 * USEC_SECOND });
	struct cell_read reads[COUNT(mails)];
	struct err err;

	(void)state;
	assert_true(cell_read(cell, arena, mails, COUNT(mails), reads, &err));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(reads[i].heard->shape,
				 said_shape("Text\n", "ann@example.org"));
		assert_false(reads[i].heard->own_words);
	}
	assert_int_equal(reads[2].heard->shape,
			 said_shape(OURS "\n\nText\n", "ann@example.org"));
	assert_true(reads[2].heard->own_words);
	assert_true(reads[3].unparsed);
	assert_null(reads[3].heard);
	cell_free(&cell);
	cell = patient_cell(rules);
	assert_true(cell_read(cell, arena, mails, 1, reads, &err));
	assert_null(reads[0].heard);
	cell_free(&cell);
	rules_free(&rules);
}

static bool give_task(void *context, struct cell_task *task_r)
{
	const struct cell_task *task = context;

	if (task == NULL)
		return false;
	*task_r = *task;
	return true;
}

/* The same while the caller does something else, and what was dropped. */
static void test_begun(void **state)
{
	static const struct cell_mail mails[] = {
		MAIL("one", ""), MAIL("two", DEADLY), MAIL("three", ""),
		MAIL("a kettle", ""),
	};
	ARENA(arena);
	struct rules *rules = load_rules();
	struct cell *cell = patient_cell(rules);
	struct cell_read reads[COUNT(mails)];
	struct cell_task task = { arena, mails, COUNT(mails), reads };
	struct err err;

	(void)state;
	for (int round = 0; round < 3; round++) {
		assert_true(cell_begin(cell, give_task, &task, &err));
		if (round == 1)
			cell_drop(cell);
		else
			assert_true(cell_end(cell, &err));
	}
	assert_string_equal(reads[0].message->subject, "one");
	assert_true(reads[1].unparsed);
	assert_false(reads[2].unparsed);
	assert_int_equal(reads[3].mail_class->count, 1);
	cell_drop(cell);
	/* Nothing is there to be read. */
	assert_true(cell_begin(cell, give_task, NULL, &err));
	assert_true(cell_end(cell, &err));
	assert_true(cell_begin(cell, give_task, &task, &err));
	cell_free(&cell);
	assert_null(cell);
	rules_free(&rules);
}

/* A large mail, `count` times a line behind its header. */
struct large {
	const char *header;
	size_t count;
	size_t fails;		/* so many times, at its third piece */
	sem_t *given;		/* told that all of it is; may be NULL */
};

static bool give(void *context, size_t number, const void **bytes_r,
		 size_t *size_r, struct err *err)
{
	static char lines[100000];
	struct large *large = context;

	memset(lines, 'x', sizeof(lines));
	lines[sizeof(lines) - 1] = '\n';
	*bytes_r = lines;
	*size_r = sizeof(lines);
	if (number == 0) {
		*bytes_r = large->header;
		*size_r = strlen(large->header);
	} else if (number == 3 && large->fails > 0) {
		large->fails--;
		return err_temporary(err, "no database");
	} else if (number > large->count) {
		*size_r = 0;
		if (large->given != NULL)
			sem_post(large->given);
	}
	return true;
}

static void test_pieces(void **state)
{
	sem_t given;
	struct large large = { "From: ann@example.org\nSubject: a kettle\n\n",
			       300, 2, &given };
	struct large kills = { "From: ann@example.org\nSubject: two\n" DEADLY
			       "\nText\n", 30, 0, NULL };
	const struct cell_mail mails[] = {
		MAIL("one", ""),
		{ .size = 1, .piece = give, .context = &large },
		{ .size = 1, .piece = give, .context = &kills },
		MAIL("four", ""),
	};
	ARENA(arena);
	struct rules *rules = load_rules();
	struct cell *cell = patient_cell(rules);
	struct cell_read reads[COUNT(mails)];
	struct cell_task task = { arena, mails, COUNT(mails), reads };
	struct err err;

	(void)state;
	sem_init(&given, 0, 0);
	/* Who has no pieces is no fault of the mail's. */
	assert_false(cell_read(cell, arena, mails, COUNT(mails), reads,
			       &err));
	assert_string_equal(err.text, "no database");
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_true(cell_begin(cell, give_task, &task, &err));
	assert_false(cell_end(cell, &err));
	assert_string_equal(err.text, "no database");
	assert_int_equal(err.kind, ERR_TEMPORARY);
	/* The thread reads it, too: nobody waits for it to end. */
	assert_true(cell_begin(cell, give_task, &task, &err));
	assert_int_equal(sem_wait(&given), 0);
	assert_true(cell_end(cell, &err));
	sem_destroy(&given);
	assert_false(reads[1].unparsed);
	assert_int_equal(reads[1].mail_class->count, 1);
	assert_int_equal(reads[1].message->parts[0].size, 300 * 100000);
	assert_true(reads[2].unparsed);
	assert_string_equal(reads[2].message->subject, "two");
	assert_string_equal(reads[3].message->subject, "four");
	assert_false(reads[3].unparsed);
	cell_free(&cell);
	rules_free(&rules);
}

static void test_patience(void **state)
{
	static const struct cell_mail mails[] = { MAIL("one", ""),
						  MAIL("two", "") };
	ARENA(arena);
	struct rules *rules = load_rules();
	struct cell *cell = cell_new(&(struct cell_work){
		.rules = rules, .desk = &harmless, .patience = 0 });
	struct cell_read reads[2];
	struct err err;

	(void)state;
	assert_true(cell_read(cell, arena, mails, 2, reads, &err));
	assert_true(reads[0].unparsed);
	assert_true(reads[1].unparsed);
	assert_string_equal(reads[1].message->subject, "two");
	cell_free(&cell);
	rules_free(&rules);
}

enum { MOST_DESCRIPTORS = 256 };

static void list_open(bool open_r[MOST_DESCRIPTORS])
{
	for (int fd = 0; fd < MOST_DESCRIPTORS; fd++)
		open_r[fd] = fcntl(fd, F_GETFD) >= 0;
}

/* The cell's end of the socket to its child: the one that was not there. */
static int new_socket(const bool before[MOST_DESCRIPTORS])
{
	bool now[MOST_DESCRIPTORS];

	list_open(now);
	for (int fd = 0; fd < MOST_DESCRIPTORS; fd++)
		if (now[fd] && !before[fd])
			return fd;
	fail_msg("the cell has no socket");
	return -1;
}

/* Let the cell hear `bytes` instead of its child. */
static void put_words(int socket, const void *bytes, size_t size)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(write(pair[1], bytes, size), (ssize_t)size);
	assert_int_equal(shutdown(pair[1], SHUT_WR), 0);
	assert_true(dup2(pair[0], socket) >= 0);
	close(pair[0]);
	/* pair[1] stays open: what the cell writes has somewhere to go. */
}

static void test_lies(void **state)
{
	static const uint8_t lies[][16] = {
		{ 0 },					/* of no bytes */
		{ 255, 255, 255, 255, 255, 255, 255 },	/* of too many */
		{ 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 },
		{ 99 },					/* cut short */
	};
	static const struct cell_mail mail = MAIL("a kettle", "");
	struct rules *rules = load_rules();

	(void)state;
	for (size_t i = 0; i < COUNT(lies); i++) {
		ARENA(arena);
		struct cell *cell = cell_new(&(struct cell_work){
			.rules = rules, .desk = &harmless,
			.patience = 20 * USEC_SECOND });
		bool before[MOST_DESCRIPTORS];
		struct cell_read read;
		struct err err;

		list_open(before);
		assert_true(cell_read(cell, arena, &mail, 1, &read, &err));
		put_words(new_socket(before), lies[i], sizeof(lies[i]));
		assert_true(cell_read(cell, arena, &mail, 1, &read, &err));
		/* Believed by a new child, not taken from the old one. */
		assert_false(read.unparsed);
		assert_string_equal(read.message->subject, "a kettle");
		assert_int_equal(read.mail_class->count, 1);
		cell_free(&cell);
	}
	rules_free(&rules);
}

/* In shared memory we see what the child does to its keys. */
static void test_keys_are_wiped(void **state)
{
	static const struct cell_mail mail = MAIL("one", "");
	static const struct token_key none = { 0 };
	ARENA(arena);
	struct token_key *keys = mmap(NULL, sizeof(*keys),
				      PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct token_ring ring = { keys, 1, 1 };
	struct rules *rules = load_rules();
	struct cell *cell = cell_new(&(struct cell_work){
		.rules = rules, .desk = &harmless, .secrets = &ring,
		.patience = 20 * USEC_SECOND });
	struct cell_read read;
	struct err err;

	(void)state;
	assert_ptr_not_equal(keys, MAP_FAILED);
	*keys = (struct token_key){ .id = 'a', .secret = { 1, 2, 3 } };
	assert_true(cell_read(cell, arena, &mail, 1, &read, &err));
	assert_false(read.unparsed);
	assert_memory_equal(keys->secret, none.secret, sizeof(none.secret));
	cell_free(&cell);
	rules_free(&rules);
	munmap(keys, sizeof(*keys));
}

/* --- what a locked-in process can do --- */

static int try_read(int fd)
{
	char byte;

	return read(fd, &byte, 1) == 1 && byte == 'x' ? 0 : 1;
}

static int try_open(int fd)
{
	(void)fd;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 &&
	       errno == EPERM ? 0 : 1;
}

static int try_create(int fd)
{
	(void)fd;
	return open("made-by-the-reader", O_WRONLY | O_CREAT | O_CLOEXEC,
		    0600) < 0 && errno == EPERM ? 0 : 1;
}

static int try_print(int fd)
{
	(void)fd;
	return write(STDOUT_FILENO, "x", 1) < 0 && errno == EBADF ? 0 : 1;
}

static int try_memory(int fd)
{
	volatile char *bytes = malloc(1 << 20);

	(void)fd;
	if (bytes == NULL)
		return 1;
	bytes[(1 << 20) - 1] = 1;
	free((void *)bytes);
	return 0;
}

static int try_socket(int fd)
{
	(void)fd;
	socket(AF_INET, SOCK_STREAM, 0);
	return 1;
}

static int try_exec(int fd)
{
	char *const argv[] = { (char *)"true", NULL };

	(void)fd;
	execv("/bin/true", argv);
	return 1;
}

static int try_kill(int fd)
{
	(void)fd;
	kill(getpid(), SIGUSR1);
	return 1;
}

static void test_sandbox(void **state)
{
	static const struct {
		int line;
		int (*act)(int fd);	/* 0: it went as it should */
		int signal;		/* that ends it; 0: none */
	} rows[] = {
		{ __LINE__, try_read, 0 },
		{ __LINE__, try_memory, 0 },
		{ __LINE__, try_open, 0 },
		{ __LINE__, try_create, 0 },
		{ __LINE__, try_print, 0 },
		{ __LINE__, try_socket, SIGSYS },
		{ __LINE__, try_exec, SIGSYS },
		{ __LINE__, try_kill, SIGSYS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int pair[2], status;
		struct err err;
		pid_t pid;

		assert_int_equal(pipe(pair), 0);
		assert_int_equal(write(pair[1], "x", 1), 1);
		pid = fork();
		if (pid == 0)
			_exit(sandbox_enter(pair[0], &err)
				? rows[i].act(pair[0]) : 99);
		close(pair[0]);
		close(pair[1]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (rows[i].signal == 0
			? !WIFEXITED(status) || WEXITSTATUS(status) != 0
			: !WIFSIGNALED(status) ||
			  WTERMSIG(status) != rows[i].signal)
			fail_msg("line %d: status %x", rows[i].line,
				 (unsigned)status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guilty_mail_stands_alone),
		cmocka_unit_test(test_listens),
		cmocka_unit_test(test_begun),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_patience),
		cmocka_unit_test(test_lies),
		cmocka_unit_test(test_keys_are_wiped),
		cmocka_unit_test(test_sandbox),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
