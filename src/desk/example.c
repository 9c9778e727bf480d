/* example.c - from YAML to a mail in its situation. */

#include "desk/example.h"

#include "base/text.h"

#include <stddef.h>

enum { PARTS_LIMIT = 20, MAILS_LIMIT = 1000 };

/* A Monday. */
#define USUAL_DATE "2026-03-02T10:00"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* An example while it is read; its parts stay where they are. */
struct draft {
	struct example example;
	struct arena *arena;
	struct err *err;
	struct mailbox from, to, cc;
	struct known_ticket ticket;
	const char *origin, *auth, *state, *by, *contact, *hours, *at;
	const char *quoted;
	bool follow_up;
};

/* Keys with a plain text, and where it goes. */
static const struct {
	const char *key;
	size_t offset;
} texts[] = {
	{ "subject", offsetof(struct draft, example.message.subject) },
	{ "body", offsetof(struct draft, example.message.text) },
	{ "quoted", offsetof(struct draft, quoted) },
	{ "from", offsetof(struct draft, from.address) },
	{ "from_name", offsetof(struct draft, from.name) },
	{ "to", offsetof(struct draft, to.address) },
	{ "cc", offsetof(struct draft, cc.address) },
	{ "language", offsetof(struct draft, example.gist.language) },
	{ "origin", offsetof(struct draft, origin) },
	{ "auth", offsetof(struct draft, auth) },
	{ "organisation",
	  offsetof(struct draft, example.situation.organisation) },
	{ "state", offsetof(struct draft, state) },
	{ "queue", offsetof(struct draft, example.situation.queue) },
	{ "by", offsetof(struct draft, by) },
	{ "contact", offsetof(struct draft, contact) },
	{ "hours", offsetof(struct draft, hours) },
	{ "at", offsetof(struct draft, at) },
};

static const char *const others[] = {
	"header", "attachment", "size", "follow_up", "holiday",
	"sender_mails",
};

static bool read_texts(struct draft *draft, const struct yaml *map)
{
	const char *known[COUNT(texts) + COUNT(others) + 1];
	size_t count = 0;

	for (size_t i = 0; i < COUNT(texts); i++)
		known[count++] = texts[i].key;
	for (size_t i = 0; i < COUNT(others); i++)
		known[count++] = others[i];
	known[count] = NULL;
	if (!yaml_known_keys(map, known, draft->err))
		return false;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct yaml *node = yaml_get(map, texts[i].key);
		const char **text = (const char **)(void *)
			((char *)draft + texts[i].offset);

		if (node != NULL && !yaml_text(node, text, draft->err))
			return false;
	}
	return true;
}

/* The place of a word in a table; false where it is none of it. */
static bool find_word(const char *const *words, size_t count,
		      const char *word, int *place_r)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0) {
			*place_r = (int)i;
			return true;
		}
	return false;
}

static bool read_kinds(struct draft *draft, const struct yaml *map)
{
	static const char *const origins[] = {
#define ROW(name, word) [name] = word,
		ORIGIN_KINDS(ROW)
	};
	static const char *const verdicts[] = { AUTH_VERDICTS(ROW) };
#undef ROW
	int kind = 0, verdict = 0;

	if (!find_word(origins, COUNT(origins), draft->origin, &kind))
		return yaml_expected(yaml_get(map, "origin"), draft->err,
				     "a word such as person or list");
	if (!find_word(verdicts, COUNT(verdicts), draft->auth, &verdict))
		return yaml_expected(yaml_get(map, "auth"), draft->err,
				     "none, pass or fail");
	draft->example.gist.origin.kind = (enum origin_kind)kind;
	draft->example.gist.auth.verdict = (enum auth_verdict)verdict;
	return true;
}

/* header: { X-Shop: north } */
static bool read_headers(struct draft *draft, const struct yaml *map)
{
	struct header *headers;

	if (map == NULL)
		return true;
	if (map->kind != YAML_MAP)
		return yaml_expected(map, draft->err, "a map of header "
				     "fields");
	headers = ARENA_ARRAY(draft->arena, struct header, map->count);
	for (size_t i = 0; i < map->count; i++) {
		headers[i].name = map->keys[i];
		if (!yaml_text(map->items[i], &headers[i].value, draft->err))
			return false;
	}
	draft->example.message.headers = headers;
	draft->example.message.header_count = map->count;
	return true;
}

/* A name, or { name, type, size }. */
static bool read_part(struct draft *draft, const struct yaml *node,
		      struct part *part)
{
	static const char *const known[] = { "name", "type", "size", NULL };
	const struct yaml *name, *type, *size;
	int64_t bytes = 0;

	*part = (struct part){
		.use = PART_ATTACHMENT, .name = "",
		.type = "application/octet-stream",
	};
	if (node->kind != YAML_MAP)
		return yaml_text(node, &part->name, draft->err);
	if (!yaml_known_keys(node, known, draft->err))
		return false;
	name = yaml_get(node, "name");
	type = yaml_get(node, "type");
	size = yaml_get(node, "size");
	if ((name != NULL && !yaml_text(name, &part->name, draft->err)) ||
	    (type != NULL && !yaml_text(type, &part->type, draft->err)) ||
	    (size != NULL && !yaml_size(size, &bytes, draft->err)))
		return false;
	part->size = (size_t)bytes;
	return true;
}

/* Attachments, and the size that the rest of the mail has. */
static bool read_parts(struct draft *draft, const struct yaml *map)
{
	const struct yaml *node = yaml_get(map, "attachment");
	const struct yaml *size = yaml_get(map, "size");
	const bool list = node != NULL && node->kind == YAML_LIST;
	const size_t count = node == NULL ? 0 : list ? node->count : 1;
	struct part *parts;
	int64_t bytes = 0;

	if (count > PARTS_LIMIT)
		return yaml_expected(node, draft->err, "at most %d",
				     PARTS_LIMIT);
	parts = ARENA_ARRAY(draft->arena, struct part, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!read_part(draft, list ? node->items[i] : node, &parts[i]))
			return false;
	if (size != NULL && !yaml_size(size, &bytes, draft->err))
		return false;
	for (size_t i = 0; i < count; i++)
		bytes -= (int64_t)parts[i].size;
	if (size != NULL && bytes < 0)
		return yaml_expected(size, draft->err, "no less than its "
				     "attachments have");
	parts[count] = (struct part){
		.use = PART_TEXT, .type = "text/plain", .name = "",
		.size = bytes > 0 ? (size_t)bytes : 0,
	};
	draft->example.message.parts = parts;
	draft->example.message.part_count = count + 1;
	return true;
}

static bool read_ticket(struct draft *draft, const struct yaml *map)
{
	struct situation *situation = &draft->example.situation;
	const struct yaml *follow_up = yaml_get(map, "follow_up");

	draft->follow_up = draft->state != NULL;
	if (follow_up != NULL &&
	    !yaml_bool(follow_up, &draft->follow_up, draft->err))
		return false;
	if (draft->state != NULL && !draft->follow_up)
		return yaml_expected(follow_up, draft->err, "yes: a first "
				     "mail joins no ticket that has a state");
	draft->ticket.ticket.state = TICKET_OPEN;
	if (draft->state != NULL &&
	    !ticket_state_read(draft->state, &draft->ticket.ticket.state))
		return yaml_expected(yaml_get(map, "state"), draft->err,
				     "the state of a ticket, as open");
	draft->ticket.ticket.queue = situation->queue;
	if (draft->follow_up)
		situation->ticket = &draft->ticket;
	return true;
}

/* `contact:` is known, new, or an address of the contact, who then is known. */
static bool read_people(struct draft *draft, const struct yaml *map)
{
	static const char *const by[] = { "customer", "agent" };
	static const char *const contact[] = { "new", "known" };
	struct situation *situation = &draft->example.situation;
	const char **addresses = ARENA_ARRAY(draft->arena, const char *, 2);
	int agent, known;

	addresses[0] = text_lower(draft->arena, draft->from.address);
	situation->addresses = (struct strings){ addresses, 1 };
	if (!find_word(by, COUNT(by), draft->by, &agent))
		return yaml_expected(yaml_get(map, "by"), draft->err,
				     "agent or customer");
	situation->agent = agent == 1;
	if (strchr(draft->contact, '@') != NULL) {
		addresses[1] = text_lower(draft->arena, draft->contact);
		situation->addresses.count = 2;
		situation->known = true;
		return true;
	}
	if (!find_word(contact, COUNT(contact), draft->contact, &known))
		return yaml_expected(yaml_get(map, "contact"), draft->err,
				     "known, new, or an address");
	situation->known = known == 1;
	return true;
}

/* "2026-03-02" or "2026-03-02T20:00", on the desk's clocks. */
static bool parse_moment(const char *text, usec_t *moment_r)
{
	static const char digits[] = "0123456789";
	char date[11] = { 0 };
	const char *time = text + 11;
	int hour, minute;

	memcpy(date, text, strnlen(text, 10));
	if (!clock_parse_date(date, moment_r))
		return false;
	if (text[10] == '\0')
		return true;
	if (text[10] != 'T' || strlen(text) != 16 || time[2] != ':' ||
	    strspn(time, digits) != 2 || strspn(time + 3, digits) != 2)
		return false;
	hour = (time[0] - '0') * 10 + time[1] - '0';
	minute = (time[3] - '0') * 10 + time[4] - '0';
	*moment_r += hour * USEC_HOUR + minute * USEC_MINUTE;
	return hour < 24 && minute < 60;
}

/* Examples hold whatever the calendar of a desk is: they say themselves
 * whether it is open. */
static bool read_clock(struct draft *draft, const struct yaml *map)
{
	static const char *const hours[] = { "inside", "outside" };
	struct situation *situation = &draft->example.situation;
	const struct yaml *holiday = yaml_get(map, "holiday");
	usec_t moment;
	int outside;

	if (!parse_moment(draft->at, &moment))
		return yaml_expected(yaml_get(map, "at"), draft->err,
				     "a moment as 2026-03-02T20:00");
	if (!find_word(hours, COUNT(hours), draft->hours, &outside))
		return yaml_expected(yaml_get(map, "hours"), draft->err,
				     "inside or outside");
	situation_set_clock(situation, NULL, moment);
	situation->closed = outside == 1;
	return holiday == NULL ||
	       yaml_bool(holiday, &situation->holiday, draft->err);
}

/* So many came, this one among them, all within the last minute. */
static bool read_mails(struct draft *draft, const struct yaml *map)
{
	struct situation *situation = &draft->example.situation;
	const struct yaml *node = yaml_get(map, "sender_mails");
	int64_t count = 1;
	usec_t *sent;

	if (node != NULL &&
	    !yaml_int(node, 1, MAILS_LIMIT, &count, draft->err))
		return false;
	sent = ARENA_ARRAY(draft->arena, usec_t, (size_t)count);
	for (int64_t i = 0; i < count - 1; i++)
		sent[i] = situation->received;
	situation->sent = sent;
	situation->sent_count = (size_t)count - 1;
	return true;
}

static bool read_map(struct draft *draft, const struct yaml *map)
{
	return read_texts(draft, map) && read_kinds(draft, map) &&
	       read_headers(draft, yaml_get(map, "header")) &&
	       read_parts(draft, map) && read_ticket(draft, map) &&
	       read_people(draft, map) && read_clock(draft, map) &&
	       read_mails(draft, map);
}

const struct example *example_read(struct arena *arena,
				   const struct yaml *node, struct err *err)
{
	static const struct yaml nothing = { .kind = YAML_MAP };
	struct draft *draft = ARENA_NEW(arena, struct draft);
	struct message *message = &draft->example.message;

	*draft = (struct draft){
		.arena = arena, .err = err,
		.from = { "", "customer@example.org" },
		.to = { "", "support@example.org" },
		.cc = { "", "" },
		.example.message = { .subject = "", .text = "" },
		.example.situation = { .organisation = "", .queue = "" },
		.origin = "person", .auth = "none", .by = "customer",
		.contact = "new", .hours = "inside", .at = USUAL_DATE,
	};
	if (node->kind != YAML_MAP &&
	    !yaml_text(node, &message->text, err))
		return NULL;
	if (!read_map(draft, node->kind == YAML_MAP ? node : &nothing))
		return NULL;
	message->from = (struct mailboxes){ &draft->from, 1, 1 };
	message->to = (struct mailboxes){ &draft->to, 1, 1 };
	message->cc = (struct mailboxes){ &draft->cc,
					  draft->cc.address[0] != '\0', 1 };
	draft->example.gist.fold.visible = message->text;
	if (draft->quoted != NULL)
		message->text = arena_printf(arena, "%s\n> %s\n",
					     message->text, draft->quoted);
	message->text_size = strlen(message->text);
	return &draft->example;
}
