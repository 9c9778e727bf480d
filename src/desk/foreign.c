/* foreign.c - the patterns of other systems, and what they find. */

#include "desk/foreign.h"

#include "base/buffer.h"
#include "base/text.h"

enum { REFERENCES_LOOKED_AT = 8 };

static const struct foreign_pattern shipped[] = {
	/* "[JIRA] (ABC-12) Title", "[JIRA] Ann mentioned you on ABC-12",
	 * "(ABC-12) Title". */
	{ "jira",
	  "(?:\\[jira\\] .{0,80}?|\\()\\b"
	  "(?<issue>[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,6})(?![\\w-])",
	  "^jira\\.(?<id>[0-9]{1,12})\\." },
	{ "servicenow",
	  "\\b(?<record>(?:INC|REQ|RITM|SCTASK|CHG|PRB|CS|HRC)[0-9]{7,10})\\b",
	  NULL },
	/* "[example.org #12] Title"; rt-VERSION-PID-TIME-RANDOM.TICKET-N-N@ */
	{ "rt",
	  "\\[(?<site>[\\w.-]{2,60}) #(?<ticket>[0-9]{1,12})\\]",
	  "^rt-[^@]{1,60}\\.(?<ticket>[0-9]{1,12})-[0-9]{1,9}-[0-9]{1,9}@" },
	{ "zendesk",
	  "\\b(?:ticket|request) ?#(?<ticket>[0-9]{2,12})\\b",
	  "^(?<code>[0-9A-Z]{5,8}-[0-9A-Z]{3,6})"
	  "(?:_[^@]{0,200})?@(?:[\\w.-]{1,100}\\.)?zendesk\\.com$" },
	/* "[owner/repository] Title (#12)"; owner/repository/issues/12/…@ */
	{ "github",
	  "\\[(?<repository>[\\w.-]{1,60}/[\\w.-]{1,100})\\] .{0,300}"
	  "\\((?:issue |pr )?#(?<number>[0-9]{1,9})\\)$",
	  "^(?<repository>[\\w.-]{1,60}/[\\w.-]{1,100})/(?:issues|pull)/"
	  "(?<number>[0-9]{1,9})[/@]" },
};

const struct foreign_pattern *foreign_shipped(size_t index)
{
	return index < sizeof(shipped) / sizeof(shipped[0])
		? &shipped[index] : NULL;
}

const struct foreign_pattern *foreign_named(const char *name)
{
	const struct foreign_pattern *pattern;

	for (size_t i = 0; (pattern = foreign_shipped(i)) != NULL; i++)
		if (strcmp(pattern->name, name) == 0)
			return pattern;
	return NULL;
}

struct compiled {
	const char *name;		/* borrowed of the pattern */
	struct regex *subject, *message_id;
};

struct foreign {
	struct compiled systems[FOREIGN_SYSTEMS];
	size_t count;
};

struct foreign *foreign_new(void)
{
	struct foreign *foreign = calloc(1, sizeof(*foreign));

	if (foreign == NULL)
		abort();
	return foreign;
}

bool foreign_add(struct foreign *foreign,
		 const struct foreign_pattern *pattern, struct err *err)
{
	struct compiled *one = &foreign->systems[foreign->count];

	if (foreign->count == FOREIGN_SYSTEMS)
		return err_permanent(err, "found more than %d systems",
				     FOREIGN_SYSTEMS);
	/* Counted at once: what was compiled is freed with the rest. */
	foreign->count++;
	one->name = pattern->name;
	if (pattern->subject != NULL)
		one->subject = regex_new(pattern->subject, REGEX_CASELESS, err);
	if (pattern->message_id != NULL)
		one->message_id = regex_new(pattern->message_id,
					    REGEX_CASELESS, err);
	return (pattern->subject == NULL || one->subject != NULL) &&
	       (pattern->message_id == NULL || one->message_id != NULL);
}

void foreign_free(struct foreign **foreign)
{
	if (*foreign == NULL)
		return;
	for (size_t i = 0; i < (*foreign)->count; i++) {
		regex_free(&(*foreign)->systems[i].subject);
		regex_free(&(*foreign)->systems[i].message_id);
	}
	free(*foreign);
	*foreign = NULL;
}

/* --- one mail --- */

struct search {
	struct arena *arena;
	const char *found[FOREIGN_FOUND];
	size_t count;
	struct regex_budget budget;
};

static void add(struct search *search, const char *id)
{
	for (size_t i = 0; i < search->count; i++)
		if (strcmp(search->found[i], id) == 0)
			return;
	if (search->count < FOREIGN_FOUND)
		search->found[search->count++] = id;
}

static void look(struct search *search, const char *name,
		 const struct regex *regex, const char *text)
{
	struct regex_span whole, groups[REGEX_NAMES];
	struct regex_subject subject = regex_subject(search->arena, text,
						     strlen(text));
	struct buffer id = { .arena = search->arena };
	const char *const *names;
	size_t count;

	if (regex == NULL || text[0] == '\0' ||
	    !regex_capture(regex, &subject, &search->budget, &whole, groups))
		return;
	count = regex_names(regex, &names);
	if (count == 0)
		groups[count++] = whole;
	buffer_printf(&id, "%s:", name);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_add(&id, "/", 1);
		buffer_add(&id, text + groups[i].start,
			   groups[i].end - groups[i].start);
	}
	if (id.size <= FOREIGN_ID_MOST)
		add(search, text_lower(search->arena, buffer_string(&id)));
}

static void look_at_ids(struct search *search, const struct compiled *system,
			const struct strings *ids, size_t most)
{
	size_t first = ids->count > most ? ids->count - most : 0;

	for (size_t i = ids->count; i-- > first;)
		look(search, system->name, system->message_id, ids->at[i]);
}

struct strings foreign_find(struct arena *arena, const struct foreign *foreign,
			    const struct message *message)
{
	struct search search = { .arena = arena,
				 .budget = REGEX_MAIL_BUDGET };

	for (size_t i = 0; foreign != NULL && i < foreign->count; i++) {
		const struct compiled *system = &foreign->systems[i];

		look(&search, system->name, system->subject, message->subject);
		if (system->message_id == NULL)
			continue;
		look(&search, system->name, system->message_id,
		     message->message_id);
		look_at_ids(&search, system, &message->in_reply_to, 1);
		look_at_ids(&search, system, &message->references,
			    REFERENCES_LOOKED_AT);
	}
	return (struct strings){
		arena_memdup(arena, search.found, sizeof(search.found)),
		search.count,
	};
}
