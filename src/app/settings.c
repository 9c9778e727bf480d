/* settings.c - the tables of postdesk.yaml, and what must hold between keys. */

#include "app/settings.h"

#include "app/command_settings.h"
#include "app/caps_settings.h"
#include "app/cover_settings.h"
#include "app/file.h"
#include "app/hours_settings.h"
#include "app/people_settings.h"
#include "app/notify_settings.h"
#include "app/promise_settings.h"
#include "app/relay_settings.h"
#include "app/reopen_settings.h"
#include "app/retention_settings.h"
#include "app/survey_settings.h"
#include "app/schema.h"
#include "app/server_settings.h"
#include "app/team_settings.h"
#include "app/thread_settings.h"
#include "base/failpoint.h"
#include "base/text.h"

#include <sys/stat.h>

enum {
	DESKS_LIMIT = 1000,
	FILE_LIMIT = 1024 * 1024,
	/* Signed addresses add up to 40 octets (RFC 5321, 4.5.3.1.1). */
	TOKEN_LOCAL_PART = 24,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static SCHEMA_READ(read_keys)
{
	const char *file;

	if (!schema_path(reader, field, node, &file))
		return false;
	return secret_read_keys(reader->arena, file, at, reader->err);
}

static const char *const ack_words[] = {
#define ROW(name, word) [name] = word,
	ACK_UNVERIFIED(ROW)
#undef ROW
	NULL
};

static const char *const colleague_words[] = {
#define ROW(name, word) [name] = word,
	COLLEAGUES(ROW)
#undef ROW
	NULL
};

#define DESK(name) offsetof(struct settings_desk, name)

static const struct schema_field desk_fields[] = {
	{ .key = "name", .read = schema_word, .required = true,
	  .offset = DESK(desk.name) },
	{ .key = "display_name", .read = schema_line,
	  .offset = DESK(desk.display_name) },
	{ .key = "address", .read = schema_address, .required = true,
	  .offset = DESK(desk.address) },
	{ .key = "aliases", .read = schema_addresses,
	  .offset = DESK(desk.gist.ours) },
	{ .key = "token_address", .read = schema_address,
	  .offset = DESK(desk.token_address) },
	{ .key = "address_tokens", .read = schema_bool,
	  .offset = DESK(desk.address_tokens) },
	{ .key = "key_file", .read = read_keys, .offset = DESK(desk.ring) },
	{ .key = "authserv_ids", .read = schema_domains,
	  .offset = DESK(desk.gist.pins) },
	{ .key = "received_by", .read = schema_domains,
	  .offset = DESK(desk.gist.received_by) },
	{ .key = "ack_unverified", .read = schema_enum, .words = ack_words,
	  .offset = DESK(desk.ack_unverified) },
	{ .key = "language", .read = schema_word,
	  .offset = DESK(desk.language) },
	{ .key = "queue", .read = schema_word, .offset = DESK(desk.queue) },
	{ .key = "queues", .read = schema_words, .offset = DESK(desk.queues) },
	{ .key = "reopen", .read = reopen_settings,
	  .offset = DESK(desk.reopen) },
	{ .key = "reopen_queues", .read = reopen_settings_queues,
	  .offset = DESK(desk.reopen) },
	{ .key = "survey", .read = survey_settings,
	  .offset = DESK(desk.survey) },
	{ .key = "tell_closed", .read = survey_settings_closed,
	  .offset = DESK(desk.tell_closed) },
	{ .key = "foreign_ids", .read = thread_settings_foreign, .offset = 0 },
	{ .key = "subject_window", .read = schema_duration,
	  .offset = DESK(desk.subject_window) },
	{ .key = "new_subject", .read = thread_settings_new_subject,
	  .offset = DESK(desk.new_subject) },
	{ .key = "caps", .read = caps_settings, .offset = DESK(desk.caps) },
	{ .key = "breaker", .read = schema_int, .least = 0, .most = 1000000,
	  .offset = DESK(desk.breaker) },
	{ .key = "hours", .read = hours_settings, .offset = DESK(desk.hours) },
	{ .key = "queue_hours", .read = cover_settings_queues,
	  .offset = DESK(desk.cover) },
	{ .key = "round_the_clock", .read = cover_settings_urgencies,
	  .offset = DESK(desk.cover.round_the_clock) },
	{ .key = "urgency", .read = caps_settings_urgency, .offset = DESK(desk) },
	{ .key = "agents", .read = team_settings_agents,
	  .offset = DESK(desk) },
	{ .key = "assignment", .read = team_settings_assignment,
	  .offset = DESK(desk.assignment.way) },
	{ .key = "queue_assignment", .read = team_settings_queues,
	  .offset = DESK(desk.assignment) },
	{ .key = "transcript", .read = team_settings_transcript,
	  .offset = DESK(desk.transcript) },
	{ .key = "command_aliases", .read = command_settings_aliases,
	  .offset = DESK(desk.aliases) },
	{ .key = "organisations", .read = people_settings_organisations,
	  .offset = DESK(desk.organisations) },
	{ .key = "colleagues", .read = schema_enum, .words = colleague_words,
	  .offset = DESK(desk.colleagues) },
	{ .key = "lists", .read = people_settings_lists,
	  .offset = DESK(desk.gist.lists) },
	{ .key = "mailboxes", .read = server_settings_mailboxes,
	  .required = true, .offset = 0 },
	{ .key = "smtp", .read = server_settings_smtp, .required = true,
	  .offset = 0 },
	{ .key = "admin", .read = schema_address, .offset = DESK(admin) },
	{ .key = "rules", .read = schema_path, .offset = DESK(rules) },
	{ .key = "promise", .read = promise_settings,
	  .offset = DESK(desk.promises) },
	{ .key = "queue_promises", .read = promise_settings_queues,
	  .offset = DESK(desk.promises) },
	{ .key = "notifications", .read = notify_settings,
	  .offset = DESK(desk.notify) },
	{ .key = "relay", .read = relay_settings,
	  .offset = DESK(desk.relay) },
	{ .key = "retention", .read = retention_settings,
	  .offset = DESK(retention) },
	{ .key = "mail_limit", .read = schema_size,
	  .offset = DESK(mail_limit) },
};

/* What holds where the operator says nothing. */
static const struct settings_desk desk_defaults = {
	.desk = {
		.address_tokens = true,
		.language = "en",
		.queue = "general",
		.ack_unverified = ACK_NEUTRAL,
		/* Later it is mostly another matter under an old mail. */
		.subject_window = 14 * USEC_DAY,
		.reopen = { .within = 30 * USEC_DAY },
		.caps = {
			.address_hour = 1, .address_day = 3,
			.verified_hour = 5, .verified_day = 10,
			.without_person = 5, .domain_hour = 20,
			.desk_minute = 60, .desk_hour = 500,
		},
		.breaker = 50,
		.relay = { .name = "{desk}", .signature = "",
			   .undo = USEC_MINUTE, .limit = 20 * 1024 * 1024 },
		.notify = { .limit = 5 * 1024 * 1024 },
		.score_low = -20, .score_high = 30, .score_critical = 70,
	},
	.mail_limit = 50 * 1024 * 1024,
};

static size_t local_part(const char *address)
{
	return strcspn(address, "@");
}

/* The desk's own addresses: all that it names, each once. */
static struct strings own_addresses(struct arena *arena,
				    const struct desk *desk)
{
	const struct strings *aliases = &desk->gist.ours;
	const char **at = ARENA_ARRAY(arena, const char *, aliases->count + 2);
	size_t count = 0;

	at[count++] = desk->address;
	if (strcmp(desk->token_address, desk->address) != 0)
		at[count++] = desk->token_address;
	for (size_t i = 0; i < aliases->count; i++)
		if (strcmp(aliases->at[i], desk->address) != 0 &&
		    strcmp(aliases->at[i], desk->token_address) != 0)
			at[count++] = aliases->at[i];
	return (struct strings){ at, count };
}

static bool finish_desk(const struct schema_reader *reader,
			const struct yaml *map, struct settings_desk *settings)
{
	struct desk *desk = &settings->desk;
	const char *base;

	if (desk->token_address == NULL)
		desk->token_address = desk->address;
	base = desk->token_address;
	if (desk->address_tokens && local_part(base) > TOKEN_LOCAL_PART)
		return yaml_expected(yaml_get(map, "address"), reader->err,
				     "at most %d characters before the @ for "
				     "signed addresses (or a shorter "
				     "`token_address:`, or `address_tokens: "
				     "off`)", TOKEN_LOCAL_PART);
	if (strlen(desk->language) != 2)
		return yaml_expected(yaml_get(map, "language"), reader->err,
				     "two letters, as en");
	if (settings->mail_limit < 1024 * 1024 ||
	    settings->mail_limit > 200 * 1024 * 1024)
		return yaml_expected(yaml_get(map, "mail_limit"), reader->err,
				     "from 1 MB to 200 MB");
	if (desk->ring.count == 0)
		return yaml_expected(map, reader->err, "`key_file:` in it, or "
				     "at the top of the file");
	if (desk->display_name == NULL)
		desk->display_name = desk->name;
	if (settings->smtp.hello == NULL)
		settings->smtp.hello = desk->address +
				       local_part(desk->address) + 1;
	desk->admin = settings->admin;
	desk->gist.ours = own_addresses(reader->arena, desk);
	return cover_settings_check(reader, map, desk) &&
	       team_settings_check(reader, map, desk) &&
	       promise_settings_check(reader, map, desk) &&
	       survey_settings_check(reader, map, desk);
}

/* The top of the file; its desks are read when the rest is known. */
struct file_words {
	const char *state, *database;
	bool watch_rules;
	struct token_ring ring;
	const struct yaml *desks;
};

static SCHEMA_READ(keep_node)
{
	(void)reader;
	(void)field;
	*(const struct yaml **)at = node;
	return true;
}

static SCHEMA_READ(read_database)
{
	const char *text;

	(void)field;
	/* It may hold a password: no word of it goes into an error. */
	if (node->kind != YAML_SCALAR || node->text[0] == '\0')
		return yaml_expected(node, reader->err, "a libpq URI");
	text = node->text;
	if (!text_starts(text, "postgresql://") &&
	    !text_starts(text, "postgres://") && strchr(text, '=') == NULL)
		return err_permanent(reader->err, "%s:%zu:%zu: expected a "
				     "libpq URI, postgresql://…", node->file,
				     node->line, node->column);
	*(const char **)at = text;
	return true;
}

static const struct schema_field file_fields[] = {
	{ .key = "state", .read = schema_path,
	  .offset = offsetof(struct file_words, state) },
	{ .key = "database", .read = read_database,
	  .offset = offsetof(struct file_words, database) },
	{ .key = "key_file", .read = read_keys,
	  .offset = offsetof(struct file_words, ring) },
	{ .key = "watch_rules", .read = schema_bool,
	  .offset = offsetof(struct file_words, watch_rules) },
	{ .key = "desks", .read = keep_node, .required = true,
	  .offset = offsetof(struct file_words, desks) },
};

static bool is_taken(const struct settings_desk *a,
		     const struct settings_desk *b)
{
	return strcmp(a->desk.name, b->desk.name) == 0 ||
	       strcmp(a->desk.address, b->desk.address) == 0;
}

static bool read_desks(const struct schema_reader *reader,
		       const struct file_words *words,
		       struct settings *settings)
{
	const struct yaml *list = words->desks;
	struct settings_desk *desks;

	if (!schema_is_list(reader, list, 1, DESKS_LIMIT))
		return false;
	desks = ARENA_ARRAY(reader->arena, struct settings_desk, list->count);
	for (size_t i = 0; i < list->count; i++) {
		desks[i] = desk_defaults;
		desks[i].desk.ring = words->ring;
		if (!schema_read(reader, list->items[i], desk_fields,
				 COUNT(desk_fields), &desks[i]) ||
		    !finish_desk(reader, list->items[i], &desks[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (is_taken(&desks[k], &desks[i]))
				return yaml_expected(list->items[i],
					reader->err, "a name and an address "
					"of its own, not those of `%s`",
					desks[k].desk.name);
	}
	settings->desks = desks;
	settings->desk_count = list->count;
	return true;
}

static bool read_settings(const struct schema_reader *reader,
			  const struct yaml *root, struct settings *settings)
{
	struct file_words words = { .state = "/var/lib/postdesk" };

	if (!schema_read(reader, root, file_fields, COUNT(file_fields),
			 &words))
		return false;
	settings->state = words.state;
	settings->database = words.database;
	settings->watch_rules = words.watch_rules;
	return read_desks(reader, &words, settings);
}

/* A folder means the postdesk.yaml in it; the path becomes absolute, since
 * workers may change their folder. */
static const char *find_file(struct arena *arena, const char *path)
{
	char *whole = realpath(path, NULL);
	const char *file = arena_strdup(arena, whole != NULL ? whole : path);
	struct stat status;

	free(whole);
	if (stat(file, &status) == 0 && S_ISDIR(status.st_mode))
		return arena_printf(arena, "%s/postdesk.yaml", file);
	return file;
}

struct settings *settings_load(const char *path, struct err *err)
{
	struct arena *arena = arena_new();
	struct settings *settings = ARENA_NEW(arena, struct settings);
	const char *file = find_file(arena, path);
	struct schema_reader reader = {
		.arena = arena, .folder = file_folder(arena, file), .err = err,
	};
	struct buffer bytes;
	const struct yaml *root;

	settings->arena = arena;
	settings->file = file;
	if (FAILPOINT(SETTINGS, err) &&
	    file_read(arena, file, FILE_LIMIT, &bytes, err)) {
		root = yaml_parse(arena, file, bytes.data, bytes.size, err);
		if (root != NULL && read_settings(&reader, root, settings)) {
			thread_settings_compile(settings);
			return settings;
		}
	}
	settings_free(&settings);
	return NULL;
}

void settings_free(struct settings **settings)
{
	struct arena *arena;

	if (*settings == NULL)
		return;
	thread_settings_free(*settings);
	arena = (*settings)->arena;
	*settings = NULL;
	arena_free(&arena);
}

bool settings_secret(struct arena *arena, const struct secret *secret,
		     const char **value_r, struct err *err)
{
	return secret_read(arena, secret, SECRET_COMMAND_TIME, value_r, err);
}
