/* inspect.c - `postdesk parse`: read files, parse, print. */

#include "app/inspect.h"

#include "app/inspect_json.h"
#include "app/inspect_text.h"
#include "base/buffer.h"
#include "base/err.h"
#include "mail/parse.h"

#include <errno.h>
#include <getopt.h>
#include <unistd.h>

enum { EX_USAGE = 64, EX_NOINPUT = 66 };

static const char help[] =
"Usage: postdesk parse [--json] [FILE...]\n"
"\n"
"Show what a mail says: who wrote it, the text and what of it is quoted,\n"
"the attachments, whether a machine wrote it, what bounced.  Nothing is\n"
"stored and nothing is sent.  No FILE, or -: one mail on standard input.\n"
"Folded lines have a letter in the margin: q quote, s signature, h header,\n"
"d disclaimer.\n"
"\n"
"  --json    one JSON object a mail, a line each\n"
"  --help    show this\n"
"\n"
"Exit status: 0; 64 wrong usage; 66 a file cannot be read.\n";

static bool read_stream(struct arena *arena, struct reader *reader, FILE *in,
			const struct message **message_r)
{
	struct intake *intake = parse_begin(arena, reader);
	char piece[64 * 1024];
	size_t size;

	while ((size = fread(piece, 1, sizeof(piece), in)) > 0)
		intake_add(intake, piece, size);
	*message_r = parse_end(arena, reader, &intake);
	return !ferror(in);
}

static bool read_file(struct arena *arena, struct reader *reader,
		      const char *file, const struct message **message_r,
		      struct err *err)
{
	FILE *in = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
	bool good;

	if (in == NULL)
		return err_permanent(err, "%s: %s", file, strerror(errno));
	good = read_stream(arena, reader, in, message_r);
	if (!good)
		err_permanent(err, "%s: %s", file, strerror(errno));
	if (in != stdin)
		fclose(in);
	return good;
}

enum format { FORMAT_TEXT, FORMAT_JSON };

struct show {
	struct reader *reader;
	enum format format;
	enum inspect_colour colour;
};

/* https://no-color.org: set to anything but nothing, it means no. */
static enum inspect_colour wanted_colour(void)
{
	const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (!isatty(STDOUT_FILENO) || (no != NULL && *no != '\0') ||
	    terminal == NULL || strcmp(terminal, "dumb") == 0)
		return INSPECT_PLAIN;
	return INSPECT_COLOUR;
}

static bool show_file(const struct show *show, const char *file,
		      struct err *err)
{
	ARENA(arena);
	/* Without a desk nothing is ours and no server is believed. */
	const struct gist_desk nobody = { .ours = { NULL, 0 } };
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };
	const struct message *message;
	struct gist gist;

	if (!read_file(arena, show->reader, file, &message, err))
		return false;
	gist = gist_of(arena, message, &nobody);
	if (show->format == FORMAT_JSON) {
		inspect_json(&json, file, message, &gist);
		buffer_char(&out, '\n');
	} else {
		inspect_text(&out, file, message, &gist, show->colour);
	}
	fwrite(out.data, 1, out.size, stdout);
	fflush(stdout);
	return true;
}

static int show_files(enum format format, int count, char **files)
{
	struct show show = { reader_new(), format, wanted_colour() };
	int status = 0;
	struct err err;

	for (int i = 0; i < count; i++)
		if (!show_file(&show, files[i], &err)) {
			fprintf(stderr, "postdesk parse: %s\n", err.text);
			status = EX_NOINPUT;
		}
	reader_free(&show.reader);
	return status;
}

int inspect_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	char dash[] = "-", *stdin_only[] = { dash, NULL };
	enum format format = FORMAT_TEXT;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (option) {
		case 'j':
			format = FORMAT_JSON;
			break;
		case 'h':
			fputs(help, stdout);
			return 0;
		default:
			fputs(help, stderr);
			return EX_USAGE;
		}
	if (optind == argc)
		return show_files(format, 1, stdin_only);
	return show_files(format, argc - optind, argv + optind);
}
