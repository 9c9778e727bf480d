/* doctor_recent.c - what the headers of the newest mails tell of the servers
 * that they came through. */

#include "app/doctor.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/auth.h"
#include "mail/parse.h"
#include "mail/token.h"
#include "store/report_desk.h"

/* Mails looked at, and different authserv-ids counted among them. */
enum { RECENT = 50, IDS = 10 };

struct recent {
	size_t mails;
	size_t signed_addresses;	/* mails that came to one of ours */
	size_t count;			/* ids */
	struct {
		const char *id;
		size_t mails;
	} ids[IDS];
};

static void count_id(struct recent *recent, struct arena *arena,
		     const char *id)
{
	size_t i = 0;

	while (i < recent->count && !text_same(recent->ids[i].id, id))
		i++;
	if (i == IDS)
		return;
	if (i == recent->count)
		recent->ids[recent->count++].id = arena_strdup(arena, id);
	recent->ids[i].mails++;
}

static bool came_to_token(const struct doctor *doctor, struct arena *arena,
			  const struct message *message)
{
	struct token_claims claims = token_find(arena, message);

	for (size_t i = 0; i < claims.count; i++)
		if (claims.at[i].place == TOKEN_IN_ADDRESS &&
		    token_verify(&claims.at[i].token, &doctor->desk->ring,
				 doctor->now))
			return true;
	return false;
}

static bool read_recent(const struct doctor *doctor, struct recent *recent,
			struct err *err)
{
	struct report_head *heads;
	ARENA(all);

	if (!report_heads(doctor->db, all, doctor->desk->id, RECENT, &heads,
			  &recent->mails, err))
		return false;
	for (size_t i = 0; i < recent->mails; i++) {
		ARENA(arena);
		const struct message *message =
			parse_minimal(arena, heads[i].bytes, heads[i].size);
		struct strings ids = auth_ids(arena, message);

		for (size_t k = 0; k < ids.count; k++)
			count_id(recent, doctor->checkup->arena, ids.at[k]);
		recent->signed_addresses += came_to_token(doctor, arena,
							  message);
	}
	return true;
}

/* "mx.example.test (48 of 50), relay.example.org (2 of 50)" */
static const char *list_ids(struct arena *arena, const struct recent *recent)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < recent->count; i++)
		buffer_printf(&out, "%s%s (%zu of %zu)", i == 0 ? "" : ", ",
			      recent->ids[i].id, recent->ids[i].mails,
			      recent->mails);
	return recent->count == 0 ? "no id at all" : buffer_string(&out);
}

static bool is_pinned_seen(const struct recent *recent,
			   const struct strings *pins)
{
	for (size_t i = 0; i < recent->count; i++)
		for (size_t k = 0; k < pins->count; k++)
			if (text_same(recent->ids[i].id, pins->at[k]))
				return true;
	return false;
}

static void say_ids(const struct doctor *doctor, const struct recent *recent)
{
	const struct strings *pins = &doctor->desk->gist.pins;
	struct checkup *checkup = doctor->checkup;
	const char *ids = list_ids(checkup->arena, recent);

	if (recent->mails == 0)
		checkup_say(checkup, CHECKUP_NOTE, "authserv-ids", "no mail "
			    "came yet to show who vouches for its senders");
	else if (pins->count == 0 && recent->count == 0)
		checkup_say(checkup, CHECKUP_NOTE, "authserv-ids", "none is "
			    "pinned, and recent mail carries none: no sender "
			    "can be proven");
	else if (pins->count == 0)
		checkup_say(checkup, CHECKUP_NOTE, "authserv-ids", "none is "
			    "pinned, so no sender is proven; recent mail "
			    "carries: %s. If one is your own mail server, and "
			    "it removes foreign fields of its name, pin it in "
			    "postdesk.yaml: authserv_ids: [%s]", ids,
			    recent->ids[0].id);
	else if (!is_pinned_seen(recent, pins))
		checkup_say(checkup, CHECKUP_BAD, "authserv-ids", "no "
			    "recent mail carries %s, so no sender is proven; "
			    "it carries: %s. Correct authserv_ids in "
			    "postdesk.yaml", pins->at[0], ids);
	else
		checkup_say(checkup, CHECKUP_OK, "authserv-ids", "recent mail "
			    "carries: %s", ids);
}

static void say_addresses(const struct doctor *doctor,
			  const struct recent *recent)
{
	struct checkup *checkup = doctor->checkup;

	if (!doctor->desk->address_tokens)
		checkup_say(checkup, CHECKUP_OK, "plus-address", "not used: "
			    "address_tokens is false");
	else if (recent->signed_addresses > 0)
		checkup_say(checkup, CHECKUP_OK, "plus-address", "recent mail "
			    "came to a signed address (%zu of %zu)",
			    recent->signed_addresses, recent->mails);
	else if (!doctor->roundtrip)
		checkup_say(checkup, CHECKUP_NOTE, "plus-address", "no recent "
			    "mail came to a signed address; `postdesk doctor "
			    "--roundtrip` tries one");
}

void doctor_recent(const struct doctor *doctor)
{
	struct recent recent = { 0 };
	struct err err;

	if (doctor->db == NULL)
		return;
	if (!read_recent(doctor, &recent, &err)) {
		checkup_say(doctor->checkup, CHECKUP_BAD, "database", "%s",
			    err.text);
		return;
	}
	say_ids(doctor, &recent);
	say_addresses(doctor, &recent);
}
