/* look.c - open a desk and a connection for one command. */

#include "app/look.h"

#include "app/log.h"
#include "app/options.h"
#include "base/yaml.h"

#include <errno.h>
#include <sysexits.h>

int look_failed(const char *command, const struct err *err)
{
	fprintf(stderr, "postdesk %s: %s\n", command, err->text);
	return err->kind == ERR_TEMPORARY ? EX_TEMPFAIL : EX_DATAERR;
}

static bool open_all(struct look *look, const char *config, const char *desk,
		     struct err *err)
{
	look->world = world_open(options_config(config), err);
	if (look->world == NULL)
		return false;
	look->desk = world_find(look->world, desk, err);
	if (look->desk == NULL)
		return false;
	look->db = db_open(look->world->conninfo, err);
	return look->db != NULL && db_now(look->db, &look->now, err);
}

bool look_begin(struct look *look, const char *command, const char *config,
		const char *desk, int *status_r)
{
	struct err err;

	log_name("%s", command);
	*look = (struct look){ .arena = arena_new() };
	if (open_all(look, config, desk, &err))
		return true;
	*status_r = look_failed(command, &err);
	look_end(look);
	return false;
}

void look_end(struct look *look)
{
	db_free(&look->db);
	world_close(&look->world);
	arena_free(&look->arena);
}

bool look_number(const char *text, int64_t *number_r)
{
	char *end;

	if (*text == '#')
		text++;
	errno = 0;
	*number_r = strtoll(text, &end, 10);
	return errno == 0 && end != text && *end == '\0' && *number_r > 0;
}

bool look_span(const char *text, usec_t *span_r, struct err *err)
{
	const struct yaml span = {
		.kind = YAML_SCALAR, .file = "", .plain = true, .text = text,
	};
	struct err ignored;

	return yaml_duration(&span, span_r, &ignored) ||
	       err_permanent(err, "--since takes a duration such as 90s, "
			     "15 minutes, 8 hours or 30d");
}

usec_t look_since(const struct look *look, usec_t span)
{
	return span < look->now ? look->now - span : 0;
}
