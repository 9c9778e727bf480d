/* rules_check.c - `postdesk rules check [DIR]`. */

#include "app/rules_command.h"

#include "app/bundle.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/settings.h"
#include "base/json.h"

#include <inttypes.h>
#include <sysexits.h>
#include <unistd.h>

static size_t count_files(const struct bundle *bundle, const char *folder)
{
	const size_t size = strlen(folder);
	size_t count = 0;

	for (size_t i = 0; i < bundle->count; i++)
		count += strncmp(bundle->files[i].name, folder, size) == 0;
	return count;
}

static void say(struct arena *arena, bool as_json, const char *folder,
		size_t rules, const struct bundle *bundle)
{
	const size_t replies = count_files(bundle, "replies/");
	const size_t articles = count_files(bundle, "articles/");
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	if (!as_json) {
		printf("%s: %zu rules, %zu replies, %zu articles: all is "
		       "well, and every example does as it says\n", folder,
		       rules, replies, articles);
		return;
	}
	json_open(&json, '{');
	json_put_bool(&json, "sound", true);
	json_put(&json, "folder", folder);
	json_put_int(&json, "rules", (int64_t)rules);
	json_put_int(&json, "replies", (int64_t)replies);
	json_put_int(&json, "articles", (int64_t)articles);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static void refuse(struct arena *arena, bool as_json, const struct err *err)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	if (!as_json) {
		fprintf(stderr, "postdesk rules check: %s\n", err->text);
		return;
	}
	json_open(&json, '{');
	json_put_bool(&json, "sound", false);
	json_put(&json, "why", err->text);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

/* `settings` NULL: for any desk; else for each of them, and without a folder
 * its own. */
static bool check_all(struct arena *arena, const struct settings *settings,
		      const char *folder, struct bundle *bundle_r,
		      const char **checked_r, struct err *err)
{
	*checked_r = folder != NULL ? folder : bundle_shipped(arena);
	if (settings == NULL)
		return publish_check(arena, folder, NULL, bundle_r, err);
	for (size_t i = 0; i < settings->desk_count; i++) {
		const struct settings_desk *desk = &settings->desks[i];
		const char *own = folder != NULL ? folder : desk->rules;

		if (!publish_check(arena, own, &desk->desk, bundle_r, err))
			return false;
		if (own != NULL)
			*checked_r = arena_strdup(arena, own);
	}
	return true;
}

/* Who names no folder means that of the settings, if there are any. */
static const char *config_of(const char *given, const char *folder)
{
	const char *config = options_config(given);

	return given != NULL || (folder == NULL && access(config, F_OK) == 0)
		? config : NULL;
}

static int check(const char *config, const char *folder, bool as_json)
{
	const char *checked;
	struct settings *settings = NULL;
	struct err err = { 0 };
	struct bundle bundle = { 0 };
	struct rules *rules;
	ARENA(arena);
	bool ok = true;

	if (config != NULL) {
		settings = settings_load(config, &err);
		ok = settings != NULL;
	}
	ok = ok && check_all(arena, settings, folder, &bundle, &checked, &err);
	settings_free(&settings);
	if (!ok) {
		refuse(arena, as_json, &err);
		return EX_DATAERR;
	}
	rules = rules_load(&bundle, &err);
	say(arena, as_json, checked, rules == NULL ? 0 : rules_count(rules),
	    &bundle);
	rules_free(&rules);
	return 0;
}

int rules_check_main(int argc, char **argv)
{
	const char *config = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_JSON(as_json),
	};
	const struct options options = {
		"rules check [OPTION...] [DIR]", "Check a folder of rules and "
		"replies: words, patterns, placeholders and\nthe examples of "
		"every rule.  With --config also whether the desks have the "
		"queues,\nagents and organisations that rules name.  Without "
		"DIR the folders of postdesk.yaml,\nelse the shipped one.",
		rows, 2, 0, 1,
	};
	int first, status;

	first = options_read(&options, argc, argv, &status);
	return first < 0 ? status : check(config_of(config, argv[first]),
					  argv[first], as_json);
}
