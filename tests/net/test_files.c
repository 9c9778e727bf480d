/* test_files.c - numbers that stay, mails that move, mbox with all its traps. */

#include "net/source.h"

#include "base/buffer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	struct arena *arena;
	char path[64];
	struct source *source;
	struct err err;
};

static const char *at(struct place *place, const char *name)
{
	return arena_printf(place->arena, "%s/%s", place->path, name);
}

static void put(struct place *place, const char *name, const char *text)
{
	FILE *file = fopen(at(place, name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void begin(struct place *place)
{
	*place = (struct place){ .arena = arena_new() };
	snprintf(place->path, sizeof(place->path), "/tmp/postdesk-test-XXXXXX");
	assert_non_null(mkdtemp(place->path));
}

static void make_maildir(struct place *place)
{
	begin(place);
	assert_int_equal(mkdir(at(place, "new"), 0700), 0);
	assert_int_equal(mkdir(at(place, "cur"), 0700), 0);
	assert_int_equal(mkdir(at(place, "tmp"), 0700), 0);
}

static void end(struct place *place)
{
	pid_t pid;

	if (place->source != NULL)
		place->source->verbs->close(&place->source);
	pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", place->path, NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	arena_free(&place->arena);
}

static void open_source(struct place *place, const char *path)
{
	int64_t epoch;

	if (place->source != NULL)
		place->source->verbs->close(&place->source);
	place->source = files_source_new(path);
	if (!place->source->verbs->open(place->source, &epoch, &place->err))
		fail_msg("%s", place->err.text);
	assert_int_equal(epoch, 1);
}

static size_t list(struct place *place, int64_t after, size_t most,
		   struct source_item **items_r)
{
	size_t count;

	if (!place->source->verbs->list(place->source, place->arena, after,
					most, items_r, &count, &place->err))
		fail_msg("%s", place->err.text);
	return count;
}

static struct source_mail *fetch(struct place *place,
				 const struct source_item *items, size_t count,
				 size_t limit, size_t *count_r)
{
	struct source_mail *mails;

	if (!place->source->verbs->fetch(place->source, place->arena, items,
					 count, limit, &mails, count_r,
					 &place->err))
		fail_msg("%s", place->err.text);
	return mails;
}

/* How many of the mails have these bytes. */
static size_t with_bytes(const struct source_mail *mails, size_t count,
			 const char *want)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += mails[i].bytes_size == strlen(want) &&
			 memcmp(mails[i].bytes, want, strlen(want)) == 0;
	return found;
}

static void test_maildir(void **state)
{
	struct place place;
	struct source_item *items, *again;
	struct source_mail *mails;
	size_t count;

	(void)state;
	make_maildir(&place);
	put(&place, "new/1700000001.a.host", "Subject: a\n\na\n");
	put(&place, "cur/1700000002.b.host:2,S", "Subject: b\n\nb\n");
	put(&place, "cur/.hidden", "no mail");
	put(&place, "tmp/1700000003.c.host", "not delivered yet");
	open_source(&place, place.path);
	assert_int_equal(place.source->order, SOURCE_ANY_ORDER);
	assert_int_equal(list(&place, 0, 10, &items), 2);
	assert_true(items[0].item > 0 && items[0].item < items[1].item);

	/* In pages. */
	assert_int_equal(list(&place, 0, 1, &again), 1);
	assert_int_equal(again[0].item, items[0].item);
	assert_int_equal(list(&place, again[0].item, 1, &again), 1);
	assert_int_equal(again[0].item, items[1].item);
	assert_int_equal(list(&place, again[0].item, 1, &again), 0);

	/* Another client reads one and flags the other, between the two. */
	assert_int_equal(rename(at(&place, "new/1700000001.a.host"),
				at(&place, "cur/1700000001.a.host:2,FS")), 0);
	mails = fetch(&place, items, 2, 1000, &count);
	assert_int_equal(count, 2);
	assert_int_equal(with_bytes(mails, 2, "Subject: a\n\na\n"), 1);
	assert_int_equal(with_bytes(mails, 2, "Subject: b\n\nb\n"), 1);
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &again), 2);
	assert_true(again[0].item == items[0].item);
	assert_true(again[1].item == items[1].item);

	/* What is gone is left out. */
	assert_int_equal(unlink(at(&place, "cur/1700000001.a.host:2,FS")), 0);
	fetch(&place, items, 2, 1000, &count);
	assert_int_equal(count, 1);
	end(&place);
}

static bool retire(struct place *place, const int64_t *items, size_t count,
		   const char *folder, size_t *count_r)
{
	struct source_retired *retired;

	return place->source->verbs->retire(place->source, place->arena, items,
					    count, folder, &retired, count_r,
					    &place->err);
}

static void test_retire(void **state)
{
	static const char *const bad[] = { "", "../x", ".x", "a/b" };
	struct place place;
	struct source_item *items;
	int64_t numbers[2] = { 0, 4711 };
	size_t count;

	(void)state;
	make_maildir(&place);
	put(&place, "cur/1700000002.b.host:2,S", "b\n");
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &items), 1);
	numbers[0] = items[0].item;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(retire(&place, numbers, 2, bad[i], &count));
		assert_int_equal(place.err.kind, ERR_PERMANENT);
	}
	assert_true(retire(&place, numbers, 2, "Processed", &count));
	assert_int_equal(count, 2);	/* one was gone already */
	assert_int_equal(access(at(&place, ".Processed/cur/"
				   "1700000002.b.host:2,S"), R_OK), 0);
	assert_int_equal(list(&place, 0, 10, &items), 0);
	assert_true(retire(&place, numbers, 2, "Processed", &count));
	end(&place);
}

/* What is named goes, once; the rest stays. */
static void test_remove(void **state)
{
	struct place place;
	struct source_item *items;
	int64_t numbers[2] = { 0, 4711 };

	(void)state;
	make_maildir(&place);
	put(&place, "cur/1700000002.b.host:2,S", "b\n");
	put(&place, "new/1700000003.c.host", "c\n");
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &items), 2);
	numbers[0] = items[0].item;
	for (int i = 0; i < 2; i++)
		if (!place.source->verbs->remove(place.source, numbers, 2,
						 &place.err))
			fail_msg("%s", place.err.text);
	assert_int_equal(list(&place, 0, 10, &items), 1);
	assert_true(items[0].item != numbers[0]);
	put(&place, "box", "From a\n\nb\n");
	open_source(&place, at(&place, "box"));
	assert_false(place.source->verbs->remove(place.source, numbers, 2,
						 &place.err));
	assert_int_equal(place.err.kind, ERR_PERMANENT);
	end(&place);
}

static void test_folder(void **state)
{
	struct place place;
	struct source_item *items;
	int64_t number;
	size_t count;

	(void)state;
	begin(&place);
	put(&place, "1.eml", "one\n");
	put(&place, "2.EML", "two\n");
	put(&place, "notes.txt", "no mail");
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &items), 2);
	number = items[0].item;
	assert_true(retire(&place, &number, 1, "Processed", &count));
	assert_int_equal(list(&place, 0, 10, &items), 1);

	/* The same name again is another mail and moves beside the first. */
	put(&place, "1.eml", "another\n");
	put(&place, "2.EML", "another\n");
	assert_int_equal(list(&place, 0, 10, &items), 2);
	assert_true(items[0].item != number && items[1].item != number);
	number = items[0].item;
	assert_true(retire(&place, &number, 1, "Processed", &count));
	number = items[1].item;
	assert_true(retire(&place, &number, 1, "Processed", &count));
	open_source(&place, at(&place, "Processed"));
	assert_int_equal(list(&place, 0, 10, &items), 0 + 2 + 1);
	end(&place);
}

static bool keep(void *context, const void *bytes, size_t size,
		 struct err *err)
{
	(void)err;
	buffer_add(context, bytes, size);
	return true;
}

/* Escapes of an mbox stand at any place of a large mail. */
static void test_large_mbox(void **state)
{
	static const char line[] = ">From here it is quoted\nFrom> not\n";
	struct place place;
	struct source_item *items;
	struct source_mail mail;
	ARENA(arena);
	struct buffer mbox = { .arena = arena }, want = { .arena = arena };
	struct buffer bytes = { .arena = arena };
	const struct source_sink sink = { keep, &bytes };

	(void)state;
	begin(&place);
	buffer_text(&mbox, "From ann@example.org Sat Jan  3 01:05:34 1996\n");
	for (size_t size = 0; size < 2 * SOURCE_HEAD; size += strlen(line)) {
		buffer_text(&mbox, line);
		buffer_text(&want, line + 1);
	}
	/* A line that is longer than a piece. */
	for (int i = 0; i < 300000; i++) {
		buffer_text(&mbox, ">From ");
		buffer_text(&want, i == 0 ? "From " : ">From ");
	}
	put(&place, "big.mbox", buffer_string(&mbox));
	open_source(&place, at(&place, "big.mbox"));
	assert_int_equal(list(&place, 0, 10, &items), 1);
	assert_true(place.source->verbs->stream(place.source, items, &sink,
						&mail, &place.err));
	assert_int_equal(bytes.size, want.size);
	assert_memory_equal(bytes.data, want.data, want.size);
	end(&place);
}

static void test_limit(void **state)
{
	struct place place;
	struct source_item *items;
	struct source_mail *mails;
	struct source_mail mail;
	size_t count, size = SOURCE_HEAD + 10;
	char *big;
	ARENA(arena);
	struct buffer bytes = { .arena = arena };
	const struct source_sink sink = { keep, &bytes };

	(void)state;
	begin(&place);
	big = arena_alloc(place.arena, size + 1);
	memset(big, 'x', size);
	put(&place, "big.eml", big);
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &items), 1);
	assert_int_equal(items[0].size, size);
	fetch(&place, items, 1, size, &count);
	assert_int_equal(count, 0);
	assert_true(place.source->verbs->stream(place.source, items, &sink,
						&mail, &place.err));
	assert_false(mail.truncated);
	assert_int_equal(mail.bytes_size, size);
	assert_int_equal(bytes.size, size);
	assert_memory_equal(bytes.data, big, size);
	mails = fetch(&place, items, 1, size - 1, &count);
	assert_true(mails[0].truncated);
	assert_int_equal(mails[0].size, size);
	assert_int_equal(mails[0].bytes_size, SOURCE_HEAD);
	end(&place);
}

#define FROM "From ann@example.org Sat Jan  3 01:05:34 1996\n"

/* Each mail that an mbox holds, one behind the other. */
static const struct {
	int line;
	const char *mbox;
	const char *mails[4];
} boxes[] = {
	{ __LINE__, FROM "a: b\n\ntext\n\n", { "a: b\n\ntext\n" } },
	{ __LINE__, FROM "a: b\n\ntext", { "a: b\n\ntext" } },
	{ __LINE__, FROM "a: b\n\n1\n\n" FROM "a: b\n\n2\n\n",
	  { "a: b\n\n1\n", "a: b\n\n2\n" } },
	{ __LINE__, FROM "a: b\r\n\r\n1\r\n\r\n" FROM "c: d\r\n\r\n2\r\n",
	  { "a: b\r\n\r\n1\r\n", "c: d\r\n\r\n2\r\n" } },
	/* Not at an empty line, or without a time: text. */
	{ __LINE__, FROM "a: b\n\nhe said\n" FROM "\n",
	  { "a: b\n\nhe said\n" FROM } },
	{ __LINE__, FROM "a: b\n\nyes\n\nFrom here to there: go\n\n",
	  { "a: b\n\nyes\n\nFrom here to there: go\n" } },
	/* Escapes. */
	{ __LINE__, FROM "a: b\n\n>From x\n>>From y\n> From\n>>Fro\n\n",
	  { "a: b\n\nFrom x\n>From y\n> From\n>>Fro\n" } },
	{ __LINE__, FROM "\n", { "" } },
	{ __LINE__, "no mbox at all\n", { NULL } },
	{ __LINE__, "", { NULL } },
};

static void test_mbox(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		struct place place;
		struct source_item *items;
		struct source_mail *mails;
		size_t want = 0, count, found = 0;

		begin(&place);
		put(&place, "box", boxes[i].mbox);
		open_source(&place, at(&place, "box"));
		while (boxes[i].mails[want] != NULL)
			want++;
		count = list(&place, 0, 10, &items);
		mails = fetch(&place, items, count, 1000, &count);
		for (size_t j = 0; j < want; j++)
			found += with_bytes(mails, count, boxes[i].mails[j]);
		if (count != want || found != want)
			fail_msg("line %d: %zu mails, %zu as wanted",
				 boxes[i].line, count, found);
		end(&place);
	}
}

static bool has(const struct source_item *items, size_t count, int64_t item)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].item == item)
			return true;
	return false;
}

static void test_mbox_numbers(void **state)
{
	struct place place;
	struct source_item *items, *later;
	size_t count;

	(void)state;
	begin(&place);
	put(&place, "box", FROM "a\n\n" FROM "b\n\n" FROM "a\n\n");
	open_source(&place, at(&place, "box"));
	assert_int_equal(list(&place, 0, 10, &items), 3);
	assert_int_equal(items[0].received, clock_civil(1996, 1, 3) +
			 USEC_HOUR + 5 * USEC_MINUTE + 34 * USEC_SECOND);

	/* More arrives, and an early one is taken out: the rest stays. */
	put(&place, "box", FROM "a\n\n" FROM "a\n\n" FROM "c\n");
	assert_int_equal(list(&place, 0, 10, &later), 3);
	count = 0;
	for (size_t i = 0; i < 3; i++)
		count += has(items, 3, later[i].item);
	assert_int_equal(count, 2);
	assert_false(retire(&place, &later[0].item, 1, "Processed", &count));
	assert_int_equal(place.err.kind, ERR_PERMANENT);
	assert_non_null(strstr(place.err.text, "left in place"));
	end(&place);
}

/* A lock of the one who delivers counts from another process. */
static void test_mbox_locked(void **state)
{
	struct place place;
	struct source_item *items;
	size_t count;
	int ready[2];
	char byte;
	pid_t pid;

	(void)state;
	begin(&place);
	put(&place, "box", FROM "a\n\n");
	open_source(&place, at(&place, "box"));
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		struct flock lock = { .l_type = F_WRLCK };
		int fd = open(at(&place, "box"), O_RDWR);

		if (fcntl(fd, F_SETLK, &lock) == 0)
			(void)!write(ready[1], "x", 1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_false(place.source->verbs->list(place.source, place.arena, 0,
					       10, &items, &count,
					       &place.err));
	assert_int_equal(place.err.kind, ERR_TEMPORARY);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(list(&place, 0, 10, &items), 1);
	close(ready[0]);
	close(ready[1]);
	end(&place);
}

static void test_wait(void **state)
{
	struct place place;
	struct source_item *items;

	(void)state;
	make_maildir(&place);
	open_source(&place, place.path);
	assert_int_equal(list(&place, 0, 10, &items), 0);
	assert_true(place.source->verbs->wait(place.source, -1, 1000,
					      &place.err));
	/* What came before the wait ends it at once. */
	put(&place, "new/1700000009.z.host", "z\n");
	assert_true(place.source->verbs->wait(place.source, -1, USEC_HOUR,
					      &place.err));
	assert_int_equal(list(&place, 0, 10, &items), 1);
	end(&place);
}

static void test_no_place(void **state)
{
	struct source *source = files_source_new("/nonexistent/mail");
	struct err err;
	int64_t epoch;

	(void)state;
	assert_false(source->verbs->open(source, &epoch, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "/nonexistent/mail"));
	source->verbs->close(&source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maildir),
		cmocka_unit_test(test_retire),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_large_mbox),
		cmocka_unit_test(test_mbox),
		cmocka_unit_test(test_mbox_numbers),
		cmocka_unit_test(test_mbox_locked),
		cmocka_unit_test(test_wait),
		cmocka_unit_test(test_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
