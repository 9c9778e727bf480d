/* versions.c - which version of the rules is active: list, promote, roll back.
 */

#include "app/rules_command.h"

#include "app/bundle.h"
#include "app/look.h"
#include "app/options.h"
#include "app/actor.h"
#include "app/table.h"
#include "base/hmac.h"
#include "base/json.h"
#include "store/ruleset.h"
#include "store/shadow.h"

#include <inttypes.h>
#include <sysexits.h>

enum { LISTED = 100 };

static const char *role_of(const struct ruleset_version *version)
{
	return version->active ? "active" : version->shadow ? "shadow" : "";
}

static void print_versions(const struct look *look,
			   const struct ruleset_version *list, size_t count)
{
	static const struct table_column columns[] = {
		{ "version", 7, true }, { "is", 6, false },
		{ "stored", 20, false }, { "author", 10, false },
		{ "files", 5, true }, { "last made active", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 6);

	for (size_t i = 0; i < count; i++)
		table_row(&view, list[i].active ? TABLE_GOOD : TABLE_PLAIN,
			  (const char *[]){
			arena_printf(look->arena, "%" PRId64,
				     list[i].version),
			role_of(&list[i]),
			clock_render(look->arena, list[i].created),
			list[i].author,
			arena_printf(look->arena, "%zu", list[i].files),
			list[i].activated == 0 ? "never" :
				arena_printf(look->arena, "%s, %s by %s",
					     clock_render(look->arena,
							list[i].activated),
					     list[i].way,
					     list[i].activated_by),
		});
}

static void json_versions(const struct look *look,
			  const struct ruleset_version *list, size_t count)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&json, '{');
		json_put_int(&json, "version", list[i].version);
		json_put_bool(&json, "active", list[i].active);
		json_put_bool(&json, "shadow", list[i].shadow);
		json_put(&json, "author", list[i].author);
		json_put(&json, "stored", clock_render(look->arena,
						       list[i].created));
		json_put(&json, "sha256", hmac_hex(look->arena,
						   list[i].sha256, 32));
		json_put_int(&json, "files", (int64_t)list[i].files);
		json_put(&json, "activated", list[i].activated == 0 ? NULL :
			 clock_render(look->arena, list[i].activated));
		json_put(&json, "way", list[i].activated == 0 ? NULL :
			 list[i].way);
		json_put(&json, "activated_by", list[i].activated == 0 ?
			 NULL : list[i].activated_by);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

int rules_versions_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"rules versions [OPTION...]", "The newest 100 versions of the "
		"rules: who stored them, and which was active when.", rows, 3,
		0, 0,
	};
	struct ruleset_version *list;
	struct look look;
	struct err err;
	size_t count;
	int status;

	if (options_read(&options, argc, argv, &status) < 0 ||
	    !look_begin(&look, "rules versions", config, desk, &status))
		return status;
	status = 0;
	if (!ruleset_list(look.db, look.arena, look.desk->desk.id, LISTED,
			  &list, &count, &err))
		status = look_failed("rules versions", &err);
	else if (as_json)
		json_versions(&look, list, count);
	else
		print_versions(&look, list, count);
	look_end(&look);
	return status;
}

/* The next `reload` would publish the files again: say so where they are
 * others than what is active now. */
static void warn_of_files(const struct look *look, int64_t version)
{
	const char *folder = look->desk->settings->rules;
	struct bundle stored, files;
	uint8_t one[32], other[32];
	struct err ignored;

	if (!ruleset_read(look->db, look->arena, look->desk->desk.id, version,
			  &stored, &ignored) ||
	    !bundle_read(look->arena, folder, &files, &ignored))
		return;
	bundle_digest(&stored, one);
	bundle_digest(&files, other);
	if (memcmp(one, other, sizeof(one)) != 0)
		printf("The files in %s are others: bring them up to date "
		       "before the next `postdesk reload`, which makes them "
		       "active.\n", folder == NULL ? "the shipped folder"
		       : folder);
}

static bool make_active(struct look *look, int64_t version,
			enum ruleset_way way, struct err *err)
{
	if (!ruleset_activate(look->db, look->desk->desk.id, version, way,
			      actor_name(look->arena), err))
		return false;
	printf("Ruleset %" PRId64 " is active now.\n", version);
	warn_of_files(look, version);
	return true;
}

static bool promote(struct look *look, struct err *err)
{
	struct shadow_state state;
	int64_t version;

	if (!shadow_read(look->db, look->arena, look->desk->desk.id, &state,
			 err))
		return false;
	if (state.version == 0 || state.ended != 0)
		return err_permanent(err, "no shadow runs: `postdesk "
				     "rules shadow DIR` starts one");
	return make_active(look, state.version, RULESET_PROMOTED, err) &&
	       shadow_stop(look->db, look->desk->desk.id, &version, err);
}

/* `given` NULL: the version before. */
static bool roll_back(struct look *look, const char *given, struct err *err)
{
	int64_t version;

	if (given != NULL && !look_number(given, &version))
		return err_permanent(err, "%s is not the number of a version "
				     "(see `postdesk rules versions`)", given);
	return (given != NULL ||
		ruleset_before(look->db, look->desk->desk.id, &version,
			       err)) &&
	       make_active(look, version, RULESET_ROLLED_BACK, err);
}

int rules_promote_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
	};
	const struct options options = {
		"rules promote [OPTION...]", "Make the shadow the active "
		"rules.", rows, 2, 0, 0,
	};
	struct look look;
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0 ||
	    !look_begin(&look, "rules promote", config, desk, &status))
		return status;
	status = promote(&look, &err) ? 0 : look_failed("rules promote",
							&err);
	look_end(&look);
	return status;
}

int rules_rollback_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
	};
	const struct options options = {
		"rules rollback [OPTION...] [VERSION]", "Make an older version "
		"of the rules active again: that one, or the one before.",
		rows, 2, 0, 1,
	};
	struct look look;
	struct err err;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0 ||
	    !look_begin(&look, "rules rollback", config, desk, &status))
		return status;
	status = roll_back(&look, argv[first], &err)
		? 0 : look_failed("rules rollback", &err);
	look_end(&look);
	return status;
}
