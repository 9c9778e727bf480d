/* auth.c - do the believed Authentication-Results name the author? */

#include "mail/auth.h"

#include "mail/authres.h"
#include "base/text.h"

/* What all the believed fields say about the author together. */
struct findings {
	const char *author, *domain;
	const char *pass, *fail, *login;	/* evidence, or NULL */
	bool dmarc_failed;
	size_t aligned, failed;		/* methods that speak of the domain */
};

/* "ann@example.org", "@example.org" and "example.org" to "example.org". */
static const char *domain_of(const char *text)
{
	const char *at = text == NULL ? NULL : strrchr(text, '@');

	return at == NULL ? text : at + 1;
}

/* Words that registries put between a country and its domains. */
static bool is_registry(const char *domain)
{
	static const char *const words[] = {
		"ac", "co", "com", "ed", "edu", "go", "gob", "gov", "govt",
		"gv", "ltd", "mil", "muni", "ne", "net", "nom", "or", "org",
		"plc", "sch",
	};
	const char *dot = strchr(domain, '.');

	if (dot == NULL)
		return true;
	if (strchr(dot + 1, '.') != NULL || strlen(dot + 1) != 2)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == (size_t)(dot - domain) &&
		    text_starts(domain, words[i]))
			return true;
	return false;
}

static bool is_below(const char *domain, const char *parent)
{
	size_t len = strlen(domain), tail = strlen(parent);

	return len > tail && domain[len - tail - 1] == '.' &&
	       text_ends(domain, parent) && parent[0] != '.' &&
	       !is_registry(parent);
}

/* Relaxed alignment (RFC 7489, 3.1) without a public suffix list. */
static bool is_aligned(const char *a, const char *b)
{
	if (a == NULL || b == NULL || a[0] == '\0' || b[0] == '\0')
		return false;
	return text_same(a, b) || is_below(a, b) || is_below(b, a);
}

bool auth_aligned(const char *a, const char *b)
{
	return is_aligned(domain_of(a), domain_of(b));
}

static const char *cite(struct arena *arena, const char *id,
			const struct authres_result *result, enum authres_property property)
{
	const char *text = arena_printf(arena, "%s %s=%s %s=%s", id,
					result->method, result->word,
					authres_property_name(property),
					result->properties[property]);

	return text_line(arena, text, strlen(text), 400);
}

/* Which property of this method names the author, or PROPERTY_COUNT. */
static enum authres_property author_property(const struct findings *found,
				     const struct authres_result *result)
{
	static const struct {
		const char *method;
		enum authres_property property;
	} rows[] = {
		{ "dmarc", HEADER_FROM },
		{ "spf", SMTP_MAILFROM },
		{ "dkim", HEADER_D },
		{ "dkim", HEADER_I },
	};
	const char *login = result->properties[SMTP_AUTH];

	if (text_same(result->method, "auth"))
		return login != NULL && text_same(login, found->author) ?
			SMTP_AUTH : PROPERTY_COUNT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = result->properties[rows[i].property];

		/* The agent (header.i) only where the signer is not named. */
		if (!text_same(result->method, rows[i].method) || text == NULL)
			continue;
		return is_aligned(domain_of(text), found->domain) ?
			rows[i].property : PROPERTY_COUNT;
	}
	return PROPERTY_COUNT;
}

static void weigh(struct arena *arena, struct findings *found, const char *id,
		  const struct authres_result *result)
{
	enum authres_property property = author_property(found, result);
	const char *evidence;

	if (!result->known || property == PROPERTY_COUNT)
		return;
	evidence = cite(arena, id, result, property);
	found->aligned++;
	if (text_same(result->word, "pass")) {
		if (property == SMTP_AUTH)
			found->login = evidence;
		if (found->pass == NULL)
			found->pass = evidence;
	} else if (text_same(result->word, "fail")) {
		found->failed++;
		if (property == HEADER_FROM)
			found->dmarc_failed = true;
		if (found->fail == NULL || property == HEADER_FROM)
			found->fail = evidence;
	}
}

static struct auth conclude(const struct findings *found, size_t fields)
{
	/* Who logged in with the author's address needs no policy. */
	if (found->login != NULL)
		return (struct auth){ AUTH_PASS, found->login };
	if (found->dmarc_failed)
		return (struct auth){ AUTH_FAIL, found->fail };
	if (found->pass != NULL)
		return (struct auth){ AUTH_PASS, found->pass };
	if (found->failed > 0 && found->failed == found->aligned)
		return (struct auth){ AUTH_FAIL, found->fail };
	return (struct auth){ AUTH_NONE, fields == 0 ?
		"no field of a pinned authserv-id" :
		"no usable result for the author's domain" };
}

static const char *next_field(const struct message *message, size_t *from)
{
	return message_next_header(message, "Authentication-Results", from);
}

/* The place of `id` among the pins, or their count. */
static size_t find_pin(const struct strings *pins, const char *id)
{
	size_t i = 0;

	while (i < pins->count && (id == NULL || !text_same(pins->at[i], id)))
		i++;
	return i;
}

struct auth auth_judge(struct arena *arena, const struct message *message,
		       const struct strings *pins)
{
	struct findings found = { .author = message_author(message) };
	bool *seen = ARENA_ARRAY(arena, bool, pins->count + 1);
	const char *field;
	size_t from = 0, fields = 0;

	if (pins->count == 0)
		return (struct auth){ AUTH_NONE, "no authserv-id is pinned" };
	if (found.author[0] == '\0')
		return (struct auth){ AUTH_NONE, "no sound author" };
	found.domain = domain_of(found.author);
	while ((field = next_field(message, &from)) != NULL) {
		const char *id = authres_id(arena, field);
		size_t pin = find_pin(pins, id);
		struct authres all;

		/* A lower field of an id may be the sender's own. */
		if (pin == pins->count || seen[pin])
			continue;
		seen[pin] = true;
		fields++;
		all = authres_read(arena, field);
		for (size_t i = 0; i < all.count; i++)
			weigh(arena, &found, pins->at[pin], &all.results[i]);
	}
	return conclude(&found, fields);
}

struct strings auth_ids(struct arena *arena, const struct message *message)
{
	const char **ids = ARENA_ARRAY(arena, const char *, AUTH_IDS);
	struct strings all = { .at = ids };
	const char *field;
	size_t from = 0;

	while (all.count < AUTH_IDS &&
	       (field = next_field(message, &from)) != NULL) {
		const char *id = authres_id(arena, field);

		if (id == NULL || find_pin(&all, id) < all.count)
			continue;
		ids[all.count++] = text_line(arena, id, strlen(id), 255);
	}
	return all;
}

const char *auth_word(enum auth_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		AUTH_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
