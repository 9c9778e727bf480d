/* bench_read.c - how many mails a second one core reads, beside GMime.
 *
 *	bench_read FOLDER [ROUNDS]
 *
 * Ours is all that a cell does before the rules: parse, fold, origin, bounce,
 * forward, language, tokens and authentication.  GMime's is the bare parse,
 * from which it still knows no text.  The rounds of both alternate, so that a
 * busy machine harms both alike; the median of each is printed.  The time is
 * that of the processor, not of the wall.
 */

#include "mail/gist.h"
#include "mail/parse.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <time.h>

#define MOST_ROUNDS 99
#define GOAL 5000

struct mail {
	char *bytes;
	size_t size;
};

static double now(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All *.eml of the folder, in the order of their names. */
static GArray *load(const char *folder)
{
	GArray *mails = g_array_new(FALSE, FALSE, sizeof(struct mail));
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(name, ".eml"))
			g_ptr_array_add(names, g_build_filename(folder, name,
								NULL));
	if (dir != NULL)
		g_dir_close(dir);
	if (names->len > 0)
		qsort(names->pdata, names->len, sizeof(void *), by_name);
	for (guint i = 0; i < names->len; i++) {
		struct mail mail;

		if (g_file_get_contents(names->pdata[i], &mail.bytes,
					&mail.size, NULL))
			g_array_append_val(mails, mail);
	}
	g_ptr_array_free(names, TRUE);
	return mails;
}

static double read_ours(const GArray *mails, struct reader *reader)
{
	static const char *const own[] = { "support@helpdesk.example" };
	const struct gist_desk desk = { .ours = { own, 1 } };
	double start = now();
	ARENA(arena);

	for (guint i = 0; i < mails->len; i++) {
		const struct mail *mail = &g_array_index(mails, struct mail, i);

		gist_of(arena, parse_message(arena, reader, mail->bytes,
					     mail->size), &desk);
		arena_reset(arena);
	}
	return now() - start;
}

static double read_gmime(const GArray *mails)
{
	double start = now();

	for (guint i = 0; i < mails->len; i++) {
		const struct mail *mail = &g_array_index(mails, struct mail, i);
		GMimeStream *stream = g_mime_stream_mem_new_with_buffer(
			mail->bytes, mail->size);
		GMimeParser *parser = g_mime_parser_new_with_stream(stream);
		GMimeMessage *message = g_mime_parser_construct_message(parser,
									NULL);

		if (message != NULL)
			g_object_unref(message);
		g_object_unref(parser);
		g_object_unref(stream);
	}
	return now() - start;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double rate(double *seconds, int rounds, guint mails)
{
	qsort(seconds, (size_t)rounds, sizeof(*seconds), by_size);
	return mails / seconds[rounds / 2];
}

int main(int argc, char **argv)
{
	double ours[MOST_ROUNDS], gmime[MOST_ROUNDS];
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 7;
	GArray *mails = argc > 1 ? load(argv[1]) : NULL;
	struct reader *reader;
	size_t bytes = 0;
	double rate_ours, rate_gmime;

	if (mails == NULL || mails->len == 0 || rounds < 1 ||
	    rounds > MOST_ROUNDS) {
		fprintf(stderr, "usage: bench_read FOLDER-OF-MAILS [ROUNDS]\n");
		return 2;
	}
	for (guint i = 0; i < mails->len; i++)
		bytes += g_array_index(mails, struct mail, i).size;
	g_mime_init();
	reader = reader_new();
	for (int i = 0; i < rounds; i++) {
		ours[i] = read_ours(mails, reader);
		gmime[i] = read_gmime(mails);
	}
	reader_free(&reader);
	rate_ours = rate(ours, rounds, mails->len);
	rate_gmime = rate(gmime, rounds, mails->len);
	printf("%u mails, %zu bytes in the mean, %d rounds, one core\n",
	       mails->len, bytes / mails->len, rounds);
	printf("postdesk reads   %7.0f mails/s (slowest round %.0f)\n",
	       rate_ours, mails->len / ours[rounds - 1]);
	printf("GMime parses     %7.0f mails/s (slowest round %.0f)\n",
	       rate_gmime, mails->len / gmime[rounds - 1]);
	printf("goal             %7d mails/s: %s\n", GOAL,
	       rate_ours >= GOAL ? "reached" : "MISSED");
	return rate_ours >= GOAL ? 0 : 1;
}
