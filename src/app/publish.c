/* publish.c - check a bundle, then make it the active version. */

#include "app/publish.h"

#include "app/actor.h"
#include "app/bundle.h"
#include "app/log.h"
#include "app/options.h"
#include "base/failpoint.h"
#include "desk/article.h"
#include "desk/names.h"
#include "desk/specimen.h"

#include <inttypes.h>
#include <sysexits.h>

/* Every desk acknowledges. */
static bool check_replies(const struct templates *templates, struct err *err)
{
	static const char *const needed[] = { "ack", "ack-neutral" };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!template_exists(templates, needed[i]))
			return err_permanent(err, "replies/%s: found no reply, "
					     "expected one file a language "
					     "(the shipped ones are in "
					     PKGDATADIR "/rules)", needed[i]);
	return true;
}

bool publish_check(struct arena *arena, const char *folder,
		   const struct desk *desk, struct bundle *bundle_r,
		   struct err *err)
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
	ok = templates != NULL && check_replies(templates, err) &&
	     specimen_check(arena, templates, err) &&
	     article_load(arena, bundle_r, err) != NULL &&
	     names_check(rules, templates, desk, err);
	rules_free(&rules);
	return ok;
}

bool publish_read(struct arena *arena, const char *folder,
		  const struct desk *desk, struct ruleset_new *new_r,
		  struct err *err)
{
	struct bundle *bundle = ARENA_NEW(arena, struct bundle);

	if (!publish_check(arena, folder, desk, bundle, err))
		return false;
	new_r->bundle = bundle;
	new_r->author = actor_name(arena);
	bundle_digest(bundle, new_r->sha256);
	return true;
}

/* Files that were published before have nothing new to say: the version that
 * a person chose since then stays. */
static bool is_old(struct db *db, const struct world_desk *desk,
		   const struct ruleset_new *new, int64_t *version_r,
		   bool *old_r, struct err *err)
{
	int64_t known;

	if (!ruleset_active(db, desk->desk.id, version_r, err) ||
	    !ruleset_known(db, desk->desk.id, new->sha256, &known, err))
		return false;
	*old_r = known != 0 && *version_r != 0;
	return true;
}

bool publish_desk(struct world *world, const struct world_desk *desk,
		  enum publish_when when, int64_t *version_r, struct err *err)
{
	ARENA(arena);
	struct ruleset_new new;
	struct db *db;
	bool old = false, ok;

	if (!FAILPOINT(RULES_READ, err) ||
	    !publish_read(arena, desk->settings->rules, &desk->desk, &new,
			  err))
		return false;
	db = db_open(world->conninfo, err);
	ok = db != NULL &&
	     (when == PUBLISH_ASKED ||
	      is_old(db, desk, &new, version_r, &old, err)) &&
	     (old || (FAILPOINT(PUBLISH, err) &&
		      ruleset_publish(db, desk->desk.id, &new, version_r,
				      err) &&
		      FAILPOINT(PUBLISHED, err)));
	db_free(&db);
	return ok;
}

bool publish_all(struct world *world, enum publish_when when, struct err *err)
{
	int64_t version;

	for (size_t i = 0; i < world->desk_count; i++) {
		if (!publish_desk(world, &world->desks[i], when, &version,
				  err))
			return false;
		log_info("desk %s works with ruleset %" PRId64,
			 world->desks[i].desk.name, version);
	}
	return true;
}

/* Has every desk rules to work with? */
static bool has_rules(struct world *world)
{
	struct err ignored;
	struct db *db = db_open(world->conninfo, &ignored);
	bool all = db != NULL;

	for (size_t i = 0; all && i < world->desk_count; i++) {
		int64_t version = 0;

		all = ruleset_active(db, world->desks[i].desk.id, &version,
				     &ignored) && version != 0;
	}
	db_free(&db);
	return all;
}

bool publish_start(struct world *world, struct err *err)
{
	if (publish_all(world, PUBLISH_IF_NEW, err))
		return true;
	if (!has_rules(world))
		return false;
	log_problem("the old rules stay: %s", err->text);
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
		      publish_desk(world, desk, PUBLISH_ASKED, &version,
				   err));
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
	ok = world != NULL && publish_all(world, PUBLISH_ASKED, &err);
	if (!ok)
		fprintf(stderr, "postdesk reload: %s\n", err.text);
	world_close(&world);
	return ok ? 0 : EX_DATAERR;
}
