/* replies_preview.c - `postdesk replies preview NAME`. */

#include "app/replies_command.h"

#include "app/bundle.h"
#include "app/options.h"
#include "desk/specimen.h"

#include <sysexits.h>

struct request {
	const char *name, *language, *rules;
	bool html, text, raw;
};

/* English is what most can read; else what there is. */
static const char *language_of(const struct request *request,
			       const struct templates *templates)
{
	if (request->language != NULL)
		return request->language;
	if (template_language(templates, request->name, "en", "") != NULL)
		return "en";
	for (size_t i = 0; i < template_count(templates); i++)
		if (strcmp(template_at(templates, i).name,
			   request->name) == 0)
			return template_at(templates, i).language;
	return "en";
}

static bool show(const struct request *request,
		 const struct specimen *specimen, struct err *err)
{
	const struct composed *composed = &specimen->composed;

	if (request->html && composed->html == NULL)
		return err_permanent(err, "replies/%s is plain text only: it "
				     "goes to senders who are not proven",
				     request->name);
	if (request->raw)
		fwrite(composed->bytes, 1, composed->size, stdout);
	else if (request->html)
		fputs(composed->html, stdout);
	else
		printf("Subject: %s\n\n%s", specimen->rendered.subject,
		       composed->text);
	return true;
}

static bool preview(struct arena *arena, const struct request *request,
		    struct err *err)
{
	const struct templates *templates;
	struct specimen specimen;
	struct bundle bundle;

	if (!bundle_read(arena, request->rules, &bundle, err))
		return false;
	templates = template_load(arena, &bundle, err);
	return templates != NULL &&
	       specimen_compose(arena, templates, request->name,
				language_of(request, templates), &specimen,
				err) &&
	       show(request, &specimen, err);
}

int replies_preview_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		{ "lang", "LL", &request.language, NULL,
		  "in this language (en)" },
		{ "text", NULL, NULL, &request.text,
		  "the subject and the plain text (so without option)" },
		{ "html", NULL, NULL, &request.html, "the HTML page" },
		{ "raw", NULL, NULL, &request.raw,
		  "all bytes, as they would be sent" },
		{ "rules", "DIR", &request.rules, NULL,
		  "folder of rules and replies; else the shipped one" },
	};
	const struct options options = {
		"replies preview [OPTION...] NAME", "Show a reply as an "
		"example customer would get it: number, subject and times\n"
		"are made up, and nothing is sent.", rows, 5, 1, 1,
	};
	struct err err;
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (request.html + request.text + request.raw > 1) {
		fputs("postdesk replies preview: expected one of --text, "
		      "--html and --raw\n", stderr);
		return EX_USAGE;
	}
	request.name = argv[first];
	if (preview(arena, &request, &err))
		return 0;
	fprintf(stderr, "postdesk replies preview: %s\n", err.text);
	return EX_DATAERR;
}
