/* contacts.c - people: list, show, and say that two addresses are one. */

#include "app/contacts.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "base/text.h"
#include "store/contact.h"

#include <inttypes.h>
#include <sysexits.h>

/* What the command line says. */
struct request {
	const char *config, *desk, *text, *limit;
	bool json;
	size_t most;
	const char *address, *other;	/* lower case; NULL: not given */
};

static const char *organisation_name(const struct look *look,
				     const struct contact *contact)
{
	const struct organisations *all = &look->desk->desk.organisations;
	const struct organisation *found = NULL;

	for (size_t i = 0; i < contact->addresses.count && found == NULL; i++)
		found = organisation_of(all, contact->addresses.at[i]);
	return found == NULL ? "" : found->name;
}

static const char *joined(struct arena *arena, const struct strings *texts)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < texts->count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : ", ", texts->at[i]);
	return buffer_string(&out);
}

static void print_contacts(const struct look *look,
			   const struct contact *contacts, size_t count)
{
	static const struct table_column columns[] = {
		{ "name", 24, false }, { "lang", 4, false },
		{ "organisation", 18, false }, { "since", 6, true },
		{ "addresses", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 5);

	for (size_t i = 0; i < count; i++) {
		const struct contact *contact = &contacts[i];

		table_row(&view, TABLE_PLAIN, (const char *[]){
			contact->name,
			contact->language[0] == '\0' ? "?" : contact->language,
			organisation_name(look, contact),
			table_age(look->arena, contact->created, look->now),
			joined(look->arena, &contact->addresses),
		});
	}
	printf("%zu contact%s\n", count, count == 1 ? "" : "s");
}

static void put_contact(struct json *json, const struct look *look,
			const struct contact *contact)
{
	const char *organisation = organisation_name(look, contact);

	json_open(json, '{');
	json_put_int(json, "id", contact->id);
	json_put(json, "name", contact->name);
	json_put(json, "language", contact->language[0] == '\0'
		 ? NULL : contact->language);
	json_put(json, "organisation", organisation[0] == '\0'
		 ? NULL : organisation);
	json_key(json, "addresses");
	json_open(json, '[');
	for (size_t i = 0; i < contact->addresses.count; i++)
		json_string(json, contact->addresses.at[i]);
	json_close(json, ']');
	json_put(json, "created", clock_render(look->arena,
					       contact->created));
	json_close(json, '}');
}

static int list(const struct look *look, const struct request *request)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };
	struct contact *contacts;
	struct err err;
	size_t count;

	if (!contact_list(look->db, look->arena, look->desk->desk.id,
			  request->text == NULL ? "" : request->text,
			  request->most, &contacts, &count, &err))
		return look_failed("contact list", &err);
	if (!request->json) {
		print_contacts(look, contacts, count);
		return 0;
	}
	json_open(&json, '[');
	for (size_t i = 0; i < count; i++)
		put_contact(&json, look, &contacts[i]);
	json_close(&json, ']');
	puts(buffer_string(&out));
	return 0;
}

static void print_contact(const struct look *look,
			  const struct contact *contact)
{
	const char *organisation = organisation_name(look, contact);

	printf("%s\n", contact->name[0] == '\0' ? "(no name)"
	       : contact->name);
	if (organisation[0] != '\0')
		printf("  of %s\n", organisation);
	printf("  language %s, since %s\n",
	       contact->language[0] == '\0' ? "unknown" : contact->language,
	       clock_render(look->arena, contact->created));
	for (size_t i = 0; i < contact->addresses.count; i++)
		printf("  %s\n", contact->addresses.at[i]);
}

static int show(const struct look *look, const struct request *request)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };
	struct contact contact;
	struct err err;

	if (!contact_show(look->db, look->arena, look->desk->desk.id,
			  request->address, &contact, &err))
		return look_failed("contact show", &err);
	if (!request->json) {
		print_contact(look, &contact);
		return 0;
	}
	put_contact(&json, look, &contact);
	puts(buffer_string(&out));
	return 0;
}

static int link_two(const struct look *look, const struct request *request)
{
	struct err err;

	if (!contact_link(look->db, look->desk->desk.id, request->address,
			  request->other, &err))
		return look_failed("contact link", &err);
	return show(look, request);
}

static int part(const struct look *look, const struct request *request)
{
	struct err err;

	if (!contact_unlink(look->db, look->desk->desk.id, request->address,
			    &err))
		return look_failed("contact unlink", &err);
	return show(look, request);
}

static const struct verb {
	const char *word;
	int addresses;		/* that it needs */
	int (*run)(const struct look *look, const struct request *request);
} verbs[] = {
	{ "list", 0, list },
	{ "show", 1, show },
	{ "link", 2, link_two },
	{ "unlink", 1, part },
};

static const struct verb *find_verb(const char *word)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].word, word) == 0)
			return &verbs[i];
	return NULL;
}

/* The strict form in which mail gives identities, or nothing. */
static bool read_address(struct arena *arena, const char *text,
			 const char **address_r)
{
	const struct mailbox box = { "", text_lower(arena, text) };
	const struct message from = { .from = { &box, 1, 1 },
				      .from_fields = 1 };

	*address_r = message_author(&from);
	if (**address_r != '\0')
		return true;
	fprintf(stderr, "postdesk contact: %s: expected an address such as "
		"ann@example.org\n", text);
	return false;
}

static bool read_request(struct arena *arena, struct request *request,
			 const struct verb *verb, char **words, int count)
{
	int64_t most = 0;

	if (verb == NULL || count != verb->addresses) {
		fprintf(stderr, "postdesk contact: expected list, show "
			"ADDRESS, link ADDRESS ADDRESS or unlink ADDRESS (see "
			"--help)\n");
		return false;
	}
	if (request->limit != NULL && !look_number(request->limit, &most)) {
		fprintf(stderr, "postdesk contact: --limit %s: expected a "
			"number\n", request->limit);
		return false;
	}
	request->most = (size_t)most;
	return (count < 1 || read_address(arena, words[0],
					  &request->address)) &&
	       (count < 2 || read_address(arena, words[1], &request->other));
}

int contacts_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "text", "WORDS", &request.text, NULL,
		  "list: those with this in a name or an address" },
		{ "limit", "N", &request.limit, NULL,
		  "list: at most so many (100)" },
	};
	const struct options options = {
		"contact [OPTION...] list | show ADDRESS | "
		"link ADDRESS ADDRESS | unlink ADDRESS",
		"Who writes to the desk.  `link` says that two addresses are "
		"one person,\nwho may then join from either what the other "
		"may; `unlink` takes it back.",
		rows, sizeof(rows) / sizeof(rows[0]), 1, 3,
	};
	const struct verb *verb;
	struct look look;
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	verb = find_verb(argv[first]);
	if (!read_request(arena, &request, verb, argv + first + 1,
			  argc - first - 1))
		return EX_USAGE;
	if (!look_begin(&look, "contact", request.config, request.desk,
			&status))
		return status;
	status = verb->run(&look, &request);
	look_end(&look);
	return status;
}
