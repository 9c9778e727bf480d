/* publish.c - check a bundle, then make it the active version. */

#include "app/publish.h"

#include "app/actor.h"
#include "app/bundle.h"
#include "app/log.h"
#include "app/options.h"
#include "desk/template.h"
#include "store/ruleset.h"

#include <inttypes.h>
#include <sysexits.h>

/* Every desk acknowledges, and a rule may name a reply that nobody wrote. */
static bool check_replies(const struct rules *rules,
			  const struct templates *templates, struct err *err)
{
	static const char *const needed[] = { "ack", "ack-neutral" };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!template_exists(templates, needed[i]))
			return err_permanent(err, "replies/%s: found no reply, "
					     "expected one file a language "
					     "(the shipped ones are in "
					     PKGDATADIR "/rules)", needed[i]);
	for (size_t i = 0; i < rules_count(rules); i++) {
		const char *reply = rules_reply(rules, i);

		if (reply != NULL && !template_exists(templates, reply))
			return err_permanent(err, "%s: the rule `%s` "
					     "acknowledges with `%s`, expected "
					     "the name of a reply",
					     rules_place(rules, i),
					     rules_name(rules, i), reply);
	}
	return true;
}

bool publish_check(struct arena *arena, const char *folder,
		   struct bundle *bundle_r, struct err *err)
{
	const struct templates *templates;
	struct rules *rules;
	bool ok;

	if (!bundle_read(arena, folder, bundle_r, err))
		return false;
	rules = rules_load(bundle_r, err);
	if (rules == NULL)
		return false;
	templates = template_load(arena, bundle_r, err);
	ok = templates != NULL && check_replies(rules, templates, err);
	rules_free(&rules);
	return ok;
}

bool publish_desk(struct world *world, const struct world_desk *desk,
		  int64_t *version_r, struct err *err)
{
	ARENA(arena);
	struct bundle bundle;
	uint8_t sha256[32];
	struct db *db;
	bool ok;

	if (!publish_check(arena, desk->settings->rules, &bundle, err))
		return false;
	bundle_digest(&bundle, sha256);
	db = db_open(world->conninfo, err);
	ok = db != NULL && ruleset_publish(db, desk->desk.id, &bundle, sha256,
					   actor_name(arena), version_r, err);
	db_free(&db);
	return ok;
}

bool publish_all(struct world *world, struct err *err)
{
	int64_t version;

	for (size_t i = 0; i < world->desk_count; i++) {
		if (!publish_desk(world, &world->desks[i], &version, err))
			return false;
		log_info("desk %s works with ruleset %" PRId64,
			 world->desks[i].desk.name, version);
	}
	return true;
}

bool publish_first(struct world *world, const struct world_desk *desk,
		   struct err *err)
{
	struct db *db = db_open(world->conninfo, err);
	int64_t version = 0;
	bool ok = db != NULL &&
		  ruleset_active(db, desk->desk.id, &version, err);

	db_free(&db);
	return ok && (version != 0 ||
		      publish_desk(world, desk, &version, err));
}

int publish_main(int argc, char **argv)
{
	const char *config = NULL;
	const struct option_row rows[] = { OPTION_CONFIG(config) };
	const struct options options = {
		"reload [OPTION...]", "Check the rules and replies, and make "
		"them the ones that every worker uses.\nOn a mistake the old "
		"ones stay.", rows, 1, 0, 0,
	};
	struct world *world;
	struct err err;
	int status;
	bool ok;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	log_name("reload");
	world = world_open(options_config(config), &err);
	ok = world != NULL && publish_all(world, &err);
	if (!ok)
		fprintf(stderr, "postdesk reload: %s\n", err.text);
	world_close(&world);
	return ok ? 0 : EX_DATAERR;
}
