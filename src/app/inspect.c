/* inspect.c - `postdesk parse`: read files, parse, print. */

#include "app/inspect.h"

#include "app/inspect_json.h"
#include "base/buffer.h"
#include "base/err.h"
#include "mail/language.h"
#include "mail/parse.h"

#include <errno.h>
#include <getopt.h>

enum { EX_USAGE = 64, EX_NOINPUT = 66 };

static const char help[] =
"Usage: postdesk parse [--json] [FILE...]\n"
"\n"
"Show what a mail says: who wrote it, the text and what of it is quoted,\n"
"the attachments, whether a machine wrote it, what bounced.  Nothing is\n"
"stored and nothing is sent.  No FILE, or -: one mail on standard input.\n"
"\n"
"  --json    one JSON object a mail, a line each\n"
"  --help    show this\n"
"\n"
"Exit status: 0; 64 wrong usage; 66 a file cannot be read.\n";

static bool read_stream(FILE *in, struct buffer *out)
{
	char piece[64 * 1024];
	size_t size;

	while ((size = fread(piece, 1, sizeof(piece), in)) > 0)
		buffer_add(out, piece, size);
	return !ferror(in);
}

static bool read_file(const char *file, struct buffer *out, struct err *err)
{
	FILE *in = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
	bool good;

	if (in == NULL)
		return err_permanent(err, "%s: %s", file, strerror(errno));
	good = read_stream(in, out);
	if (!good)
		err_permanent(err, "%s: %s", file, strerror(errno));
	if (in != stdin)
		fclose(in);
	return good;
}

/* What the mail means.  Each module fills its own field. */
static struct gist read_gist(struct arena *arena,
			     const struct message *message)
{
	static const struct strings none = { NULL, 0 };
	struct gist gist = { 0 };

	gist.fold = fold_text(arena, message, &none);
	gist.bounce = bounce_read(arena, message);
	gist.report = bounce_report(arena, message);
	gist.origin = origin_judge(arena, message, &gist.fold, gist.bounce,
				   gist.report, &none);
	if (gist.bounce == NULL && gist.report == NULL) {
		gist.forward = forward_read(arena, message);
		gist.language = language_of(gist.fold.visible);
	}
	return gist;
}

static bool show_file(struct reader *reader, const char *file, struct err *err)
{
	ARENA(arena);
	struct buffer raw = { .arena = arena };
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };
	const struct message *message;
	struct gist gist;

	if (!read_file(file, &raw, err))
		return false;
	message = parse_message(arena, reader, buffer_string(&raw), raw.size);
	gist = read_gist(arena, message);
	inspect_json(&json, file, message, &gist);
	buffer_char(&out, '\n');
	fwrite(out.data, 1, out.size, stdout);
	fflush(stdout);
	return true;
}

static int show_files(int count, char **files)
{
	struct reader *reader = reader_new();
	int status = 0;
	struct err err;

	for (int i = 0; i < count; i++)
		if (!show_file(reader, files[i], &err)) {
			fprintf(stderr, "postdesk parse: %s\n", err.text);
			status = EX_NOINPUT;
		}
	reader_free(&reader);
	return status;
}

int inspect_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	char *stdin_only[] = { (char *)"-", NULL };
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (option) {
		case 'j':
			break;
		case 'h':
			fputs(help, stdout);
			return 0;
		default:
			fputs(help, stderr);
			return EX_USAGE;
		}
	if (optind == argc)
		return show_files(1, stdin_only);
	return show_files(argc - optind, argv + optind);
}
