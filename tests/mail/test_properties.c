/* test_properties.c - what holds of every mail, tried on mails from numbers.
 *
 * POSTDESK_MAILS says how many (make soak-properties: 100,000).  A failure
 * names the number of the mail, from which it can be made again.
 */

#include "../fixture/mailmix.h"
#include "../fixture/sound.h"
#include "mail/handover.h"
#include "mail/listmail.h"
#include "mail/parse.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#define DEFAULT_MAILS 2000

static struct buffer made(struct arena *arena, uint64_t number)
{
	struct buffer mail = { .arena = arena };

	mailmix_make(&mail, number);
	/* One in four stays as it was made. */
	if (number % 4 != 0)
		mailmix_harm(&mail, number);
	return mail;
}

static const char *const own[] = { "support@acme.test", "@acme.test" };
static const char *const pins[] = { "mx.test" };
static const struct gist_desk desk = { .ours = { own, 2 },
				       .pins = { pins, 1 } };

static const char *read_mail(struct arena *arena, struct reader *reader,
			     const struct buffer *mail, struct buffer *record)
{
	const struct message *message = parse_message(arena, reader,
						      mail->data, mail->size);
	struct gist gist = gist_of(arena, message, &desk);

	return sound_mail(arena, message, &gist, record);
}

static uint64_t mail_count(void)
{
	const char *wish = getenv("POSTDESK_MAILS");

	return wish == NULL ? DEFAULT_MAILS : strtoull(wish, NULL, 10);
}

static void test_sound(void **state)
{
	struct reader *reader = reader_new();
	uint64_t count = mail_count();
	ARENA(arena);

	(void)state;
	for (uint64_t number = 0; number < count; number++) {
		struct buffer mail = made(arena, number);
		struct buffer record = { .arena = arena };
		const char *wrong = read_mail(arena, reader, &mail, &record);

		if (wrong != NULL)
			fail_msg("mail %llu: %s", (unsigned long long)number,
				 wrong);
		arena_reset(arena);
	}
	reader_free(&reader);
}

/* What is left when it is undone is a sound mail as well. */
static const char *check_undone(struct arena *arena,
				const struct message *undone, size_t *count)
{
	struct buffer record = { .arena = arena };
	struct gist gist;

	if (undone == NULL)
		return NULL;
	++*count;
	gist = gist_of(arena, undone, &desk);
	return sound_mail(arena, undone, &gist, &record);
}

static const char *undo_mail(struct arena *arena, struct reader *reader,
			     uint64_t number, size_t *forwards, size_t *lists)
{
	struct buffer mail = made(arena, number);
	const struct message *message = parse_message(arena, reader,
						      mail.data, mail.size);
	const struct forward *forward = forward_read(arena, message);
	const char *wrong = forward == NULL ? NULL :
		check_undone(arena, handover_undo(arena, message, forward,
						  &desk), forwards);

	if (wrong != NULL)
		return wrong;
	return check_undone(arena, listmail_undo(arena, message,
						 "team@lists.test", &desk),
			    lists);
}

static void test_undone(void **state)
{
	struct reader *reader = reader_new();
	uint64_t count = mail_count();
	size_t forwards = 0, lists = 0;
	ARENA(arena);

	(void)state;
	for (uint64_t number = 0; number < count; number++) {
		const char *wrong = undo_mail(arena, reader, number,
					      &forwards, &lists);

		if (wrong != NULL)
			fail_msg("mail %llu: %s", (unsigned long long)number,
				 wrong);
		arena_reset(arena);
	}
	reader_free(&reader);
	/* What is never undone would prove nothing. */
	assert_true(forwards > count / 200);
	assert_true(lists > count / 4);
}

/* Locales that change case, digits, commas and the charset of texts; those
 * that are not installed are left out, "C" and C.UTF-8 always are. */
static const struct surrounding {
	const char *locale, *zone;
} surroundings[] = {
	{ "C", "UTC0" },
	{ "C.UTF-8", "EST5EDT" },
	{ "tr_TR.UTF-8", "<+1245>-12:45" },
	{ "de_DE.ISO-8859-1", "CET-1CEST" },
	{ "ar_EG.UTF-8", "Asia/Kolkata" },
};

#define PLACES (sizeof(surroundings) / sizeof(surroundings[0]))

static void enter(const struct surrounding *place)
{
	if (setlocale(LC_ALL, place->locale) == NULL)
		setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", place->zone, 1);
	tzset();
}

/* One mail everywhere; every reader is from the place where it reads. */
static void compare(struct arena *arena, struct reader *const readers[PLACES],
		    uint64_t number)
{
	struct buffer mail = made(arena, number), first = { .arena = arena };

	for (size_t i = 0; i < PLACES; i++) {
		struct buffer record = { .arena = arena };

		enter(&surroundings[i]);
		read_mail(arena, readers[i], &mail, &record);
		if (i == 0)
			first = record;
		if (record.size != first.size ||
		    memcmp(record.data, first.data, first.size) != 0)
			fail_msg("mail %llu is another one in %s",
				 (unsigned long long)number,
				 surroundings[i].locale);
	}
}

static void test_same_anywhere(void **state)
{
	uint64_t count = mail_count() / 10 + 1;
	struct reader *readers[PLACES];
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < PLACES; i++) {
		enter(&surroundings[i]);
		readers[i] = reader_new();
	}
	for (uint64_t number = 0; number < count; number++) {
		compare(arena, readers, number);
		arena_reset(arena);
	}
	for (size_t i = 0; i < PLACES; i++)
		reader_free(&readers[i]);
	setlocale(LC_ALL, "C");
	unsetenv("TZ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_undone),
		cmocka_unit_test(test_same_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
