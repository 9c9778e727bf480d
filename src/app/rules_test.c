/* rules_test.c - `postdesk rules test FILE`: what each rule says of a mail. */

#include "app/rules_command.h"

#include "app/cell.h"
#include "app/file.h"
#include "app/findings_report.h"
#include "app/log.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/ruling.h"

#include <sysexits.h>
#include <unistd.h>

#define PATIENCE (20 * USEC_SECOND)
enum { MAIL_LIMIT = 64 << 20 };

/* A desk that takes every mail as its own, where there are no settings. */
static const struct desk any_desk = {
	.name = "test", .display_name = "Support",
	.address = "support@example.com", .language = "en",
	.queue = "support", .ack_unverified = ACK_NEUTRAL,
	.caps = { 1, 1, 1, 1, 1, 1, 1, 1 },
	.score_low = -20, .score_high = 30, .score_critical = 70,
};

struct test {
	struct arena *arena;
	const char *config, *desk_name, *folder, *file;
	bool as_json;
	struct settings *settings;	/* NULL: none */
	struct rules *rules;
	struct decider decider;
	struct buffer bytes;
	struct redecide_past past;
	struct cell_read read;
	struct redecided outcome;
	struct ruling *rulings;
	size_t count;
};

static bool find_desk(struct test *test, struct err *err)
{
	const struct settings *settings = test->settings;

	for (size_t i = 0; i < settings->desk_count; i++) {
		const struct settings_desk *desk = &settings->desks[i];

		if (test->desk_name != NULL &&
		    strcmp(desk->desk.name, test->desk_name) != 0)
			continue;
		test->decider.desk = &desk->desk;
		if (test->folder == NULL)
			test->folder = desk->rules;
		return true;
	}
	return err_permanent(err, "%s has no desk called \"%s\"",
			     settings->file, test->desk_name);
}

/* Settings that are not named need not be there. */
static bool open_desk(struct test *test, struct err *err)
{
	const char *config = options_config(test->config);

	test->decider.desk = &any_desk;
	if (test->config == NULL && getenv("POSTDESK_CONFIG") == NULL &&
	    access(config, F_OK) != 0)
		return true;
	test->settings = settings_load(config, err);
	return test->settings != NULL && find_desk(test, err);
}

static bool load(struct test *test, struct err *err)
{
	struct bundle bundle;

	if (!publish_check(test->arena, test->folder,
			   test->settings == NULL ? NULL : test->decider.desk,
			   &bundle, err))
		return false;
	test->rules = rules_load(&bundle, err);
	if (test->rules == NULL)
		return false;
	test->decider.rules = test->rules;
	test->decider.templates = template_load(test->arena, &bundle, err);
	return test->decider.templates != NULL;
}

static bool read_mail(struct test *test, struct err *err)
{
	const struct desk *desk = test->decider.desk;
	struct cell *cell = cell_new(&(struct cell_work){
		.rules = test->rules, .desk = &desk->gist,
		.patience = PATIENCE,
	});
	bool good = cell_read(cell, test->arena, &(struct cell_mail){
		.bytes = test->bytes.data,
		.size = test->bytes.size,
	}, 1, &test->read, err);

	cell_free(&cell);
	return good;
}

static bool judge(struct test *test, struct err *err)
{
	struct timespec now;
	struct decide_facts facts = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	test->past.decided = now.tv_sec * USEC_SECOND;
	test->past.autos = true;
	if (!file_read(test->arena, test->file, MAIL_LIMIT, &test->bytes,
		       err) ||
	    !read_mail(test, err))
		return false;
	facts.received = test->past.decided;
	facts.message = test->read.message;
	facts.gist = test->read.gist;
	facts.mail_class = test->read.mail_class;
	facts.unparsed = test->read.unparsed;
	test->outcome = redecide_mail(test->arena, &test->decider, &facts,
				      &test->past);
	return ruling_read(test->arena, &(struct ruling_work){
		.decider = &test->decider, .past = &test->past,
		.received = facts.received, .bytes = test->bytes.data,
		.size = test->bytes.size,
	}, &test->rulings, &test->count, err);
}

static const char *on_one_line(struct arena *arena, const char *lines)
{
	struct buffer out = { .arena = arena };

	for (; *lines != '\0'; lines++)
		if (*lines == '\n')
			buffer_text(&out, ", ");
		else
			buffer_char(&out, *lines);
	return buffer_string(&out);
}

static void say(const struct test *test)
{
	const struct cell_read *read = &test->read;

	printf("%s: %s\n  from %s, written by: %s, language: %s\n", test->file,
	       read->message->subject[0] == '\0' ? "(no subject)"
	       : read->message->subject, message_author(read->message),
	       origin_word(read->gist->origin.kind),
	       read->gist->language == NULL ? "unsure" : read->gist->language);
	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		const char *value = test->outcome.outcome.values[i];

		if (i != OUTCOME_RULES && value[0] != '\0')
			printf("  %-12s %s\n", outcome_word(i),
			       on_one_line(test->arena, value));
	}
	ruling_print(test->arena, test->rulings, test->count);
}

static void say_json(const struct test *test)
{
	const struct cell_read *read = &test->read;
	struct buffer out = { .arena = test->arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "file", test->file);
	json_put(&json, "subject", read->message->subject);
	json_put(&json, "author", message_author(read->message));
	json_put(&json, "origin", origin_word(read->gist->origin.kind));
	json_put(&json, "language", read->gist->language);
	json_key(&json, "outcome");
	findings_outcome(&json, &test->outcome.outcome);
	json_key(&json, "rules");
	ruling_json(&json, test->rulings, test->count);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static int run(struct test *test)
{
	struct err err;
	int status = EX_DATAERR;

	if (!open_desk(test, &err) || !load(test, &err) ||
	    !judge(test, &err)) {
		fprintf(stderr, "postdesk rules test: %s\n", err.text);
	} else {
		status = 0;
		if (test->as_json)
			say_json(test);
		else
			say(test);
	}
	rules_free(&test->rules);
	settings_free(&test->settings);
	return status;
}

int rules_test_main(int argc, char **argv)
{
	ARENA(arena);
	struct test test = { .arena = arena };
	const struct option_row rows[] = {
		OPTION_CONFIG(test.config), OPTION_DESK(test.desk_name),
		OPTION_JSON(test.as_json),
		{ "rules", "DIR", &test.folder, NULL,
		  "these rules; else those of postdesk.yaml, or the shipped" },
	};
	const struct options options = {
		"rules test [OPTION...] FILE", "What each rule says about a "
		"mail, were it new: those that hit, those that nearly\ndid "
		"and what they lacked, and what would become of the mail.  "
		"Needs no database.\n"
		"`-` is standard input.", rows, 4, 1, 1,
	};
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	log_name("rules test");
	test.file = strcmp(argv[first], "-") == 0 ? "/dev/stdin" : argv[first];
	return run(&test);
}
