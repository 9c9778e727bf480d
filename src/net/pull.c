/* pull.c - many small mails in one command, a large one in pieces. */

#include "net/pull.h"

#include "net/uidset.h"

/* Together in one command; a larger mail comes by itself, in pieces. */
enum { CHUNK_BYTES = 4 * 1024 * 1024, PIECE = SOURCE_HEAD };

/* Slower than this is a stall: 10 minutes for 30 MB. */
enum { BYTES_PER_SECOND = 50 * 1024 };

/* Some servers' RFC822.SIZE is not exact; what they say around a mail. */
enum { SLACK = 1024 * 1024, PER_MAIL = 1024 };

/* What one FETCH answer says. */
struct facts {
	uint32_t uid, size;
	usec_t received;
	const char *body;	/* owned by libetpan; NULL: none */
	size_t body_size;
	bool has_size;
};

/* libetpan takes any number for a part of it. */
static bool is_date(const struct mailimap_date_time *date)
{
	return date->dt_year >= 1 && date->dt_year <= 9999 &&
	       date->dt_month >= 1 && date->dt_month <= 12 &&
	       date->dt_day >= 1 && date->dt_day <= 31 &&
	       date->dt_hour >= 0 && date->dt_hour <= 23 &&
	       date->dt_min >= 0 && date->dt_min <= 59 &&
	       date->dt_sec >= 0 && date->dt_sec <= 60 &&
	       date->dt_zone >= -9999 && date->dt_zone <= 9999;
}

/* 0: it was not told. */
static usec_t moment(const struct mailimap_date_time *date)
{
	int zone;

	if (date == NULL || !is_date(date))
		return 0;
	/* +0530 is read as 530. */
	zone = date->dt_zone / 100 * 60 + date->dt_zone % 100;
	return clock_civil(date->dt_year, date->dt_month, date->dt_day) +
	       date->dt_hour * USEC_HOUR +
	       (date->dt_min - zone) * USEC_MINUTE +
	       date->dt_sec * USEC_SECOND;
}

static void read_item(const struct mailimap_msg_att_static *item,
		      struct facts *facts)
{
	const struct mailimap_msg_att_body_section *section;

	switch (item->att_type) {
	case MAILIMAP_MSG_ATT_UID:
		facts->uid = item->att_data.att_uid;
		break;
	case MAILIMAP_MSG_ATT_RFC822_SIZE:
		facts->size = item->att_data.att_rfc822_size;
		facts->has_size = true;
		break;
	case MAILIMAP_MSG_ATT_INTERNALDATE:
		facts->received = moment(item->att_data.att_internal_date);
		break;
	case MAILIMAP_MSG_ATT_BODY_SECTION:
		section = item->att_data.att_body_section;
		if (section != NULL && section->sec_body_part != NULL) {
			facts->body = section->sec_body_part;
			facts->body_size = section->sec_length;
		}
		break;
	default:
		break;
	}
}

static struct facts read_facts(const struct mailimap_msg_att *answer)
{
	struct facts facts = { 0 };

	for (clistiter *at = clist_begin(answer->att_list); at != NULL;
	     at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
			read_item(item->att_data.att_static, &facts);
	}
	return facts;
}

/* libetpan hands over mails one by one only if somebody looks on. */
static void look_on(size_t current, size_t maximum, void *context)
{
	(void)current;
	(void)maximum;
	(void)context;
}

/* UID FETCH with `handler` for each answer. */
static bool fetch(struct session *session, size_t bytes, const char *set,
		  const char *what, mailimap_msg_att_handler *handler,
		  void *context, struct err *err)
{
	mailimap *parser = session_parser(session);
	usec_t time = SESSION_TIME +
		      (usec_t)(bytes / BYTES_PER_SECOND) * USEC_SECOND;
	enum session_answer answer;

	mailimap_set_progress_callback(parser, look_on, look_on, NULL);
	mailimap_set_msg_att_handler(parser, handler, context);
	answer = session_say(session, time, bytes, "UID FETCH %s (%s)", set,
			     what);
	mailimap_set_msg_att_handler(parser, NULL, NULL);
	mailimap_set_progress_callback(parser, NULL, NULL, NULL);
	/* The handler may have found fault although the answer ended well. */
	if (stream_failure(session_stream(session), err))
		return false;
	return answer == SESSION_OK || session_explain(session, err);
}

static int compare_uid(const void *key, const void *element)
{
	const uint32_t *a = key, *b = element;

	return (*a > *b) - (*a < *b);
}

struct item_pull {
	const uint32_t *uids;	/* sorted */
	size_t count;
	struct source_item *items;	/* one a uid; item 0: none yet */
};

static void take_item(struct mailimap_msg_att *answer, void *context)
{
	struct item_pull *pull = context;
	struct facts facts = read_facts(answer);
	const uint32_t *at = bsearch(&facts.uid, pull->uids, pull->count,
				     sizeof(*at), compare_uid);

	if (at == NULL || !facts.has_size ||
	    pull->items[at - pull->uids].item != 0)
		return;
	pull->items[at - pull->uids] = (struct source_item){
		.item = facts.uid,
		.received = facts.received,
		.size = facts.size,
	};
}

bool pull_items(struct session *session, uint32_t *uids, size_t count,
		struct source_item *items, size_t *count_r, struct err *err)
{
	struct item_pull pull = { uids, count, items };
	const char *set;
	size_t out = 0;
	ARENA(arena);

	memset(items, 0, sizeof(*items) * count);
	set = uidset_render(arena, uids, count);
	if (!fetch(session, SESSION_BYTES + count * PER_MAIL, set,
		   "UID RFC822.SIZE INTERNALDATE", take_item, &pull, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (items[i].item != 0)
			items[out++] = items[i];
	*count_r = out;
	return true;
}

struct mail_pull {
	struct session *session;
	struct arena *arena;
	size_t size_limit;
	const struct source_item *items;	/* of this command, as asked */
	size_t count;
	struct source_mail *mails;	/* one an item; bytes NULL: none */
};

static void take_mail(struct mailimap_msg_att *answer, void *context)
{
	struct mail_pull *pull = context;
	struct facts facts = read_facts(answer);
	size_t i = 0, size;
	bool truncated;

	while (i < pull->count && pull->items[i].item != facts.uid)
		i++;
	/* Flags that changed come unasked, without a size. */
	if (i == pull->count || !facts.has_size || pull->mails[i].bytes != NULL)
		return;
	if (facts.body == NULL) {
		stream_fail(session_stream(pull->session),
			    "the server names a mail but gives no text");
		return;
	}
	/* A size alone may be another one the second time, on some servers. */
	if (facts.size != pull->items[i].size &&
	    facts.received != pull->items[i].received) {
		stream_fail(session_stream(pull->session),
			    "the server gives another mail than was asked for");
		return;
	}
	truncated = facts.body_size > pull->size_limit;
	size = truncated && facts.body_size > PIECE ? PIECE : facts.body_size;
	pull->mails[i] = (struct source_mail){
		.item = facts.uid,
		.received = facts.received,
		.size = facts.body_size,
		.bytes = arena_memdup(pull->arena, facts.body, size),
		.bytes_size = size,
		.truncated = truncated,
	};
}

static bool pull_chunk(struct mail_pull *pull, size_t bytes, struct err *err)
{
	uint32_t uids[UIDSET_MOST];
	ARENA(arena);

	for (size_t i = 0; i < pull->count; i++)
		uids[i] = (uint32_t)pull->items[i].item;
	return fetch(pull->session, 2 * bytes + pull->count * PER_MAIL + SLACK,
		     uidset_render(arena, uids, pull->count),
		     "UID RFC822.SIZE INTERNALDATE BODY.PEEK[]", take_mail,
		     pull, err);
}

struct piece_pull {
	struct stream *stream;
	uint32_t uid;
	bool first;		/* the mail's beginning is asked for */
	bool here;
	struct facts facts;
	char *into;		/* room for PIECE */
};

static void take_piece(struct mailimap_msg_att *answer, void *context)
{
	struct piece_pull *pull = context;
	struct facts facts = read_facts(answer);

	if (facts.uid != pull->uid || !facts.has_size || pull->here)
		return;
	/* Behind the end there is nothing, but a mail has a beginning. */
	if (facts.body_size > PIECE || (pull->first && facts.body_size == 0)) {
		stream_fail(pull->stream, "the server names a mail but gives "
			    "no text, or another text");
		return;
	}
	pull->here = true;
	pull->facts = facts;
	if (facts.body_size > 0)
		memcpy(pull->into, facts.body, facts.body_size);
}

/* One piece at *into; the facts of it, with uid 0 when the mail is gone. */
static bool pull_piece(struct session *session, uint32_t uid, size_t from,
		       char *into, struct facts *facts_r, struct err *err)
{
	struct piece_pull pull = {
		.stream = session_stream(session), .uid = uid,
		.first = from == 0, .into = into,
	};
	char set[16], what[96];

	snprintf(set, sizeof(set), "%u", uid);
	snprintf(what, sizeof(what),
		 "UID RFC822.SIZE INTERNALDATE BODY.PEEK[]<%zu.%d>", from,
		 PIECE);
	if (!fetch(session, PIECE + SESSION_BYTES, set, what, take_piece,
		   &pull, err))
		return false;
	*facts_r = pull.facts;
	return true;
}

/* The head of a mail above the limit. */
static bool pull_head(const struct mail_pull *pull,
		      const struct source_item *item,
		      struct source_mail *mail, struct err *err)
{
	char *bytes = arena_room(pull->arena, PIECE);
	struct facts facts;
	bool truncated;

	if (!pull_piece(pull->session, (uint32_t)item->item, 0, bytes, &facts,
			err))
		return false;
	if (facts.uid == 0)
		return true;	/* gone, as if never seen */
	/* A server that names too large a size has given all of it. */
	truncated = facts.body_size == PIECE;
	*mail = (struct source_mail){
		.item = item->item,
		.received = facts.received,
		.size = truncated ? item->size : facts.body_size,
		.bytes = bytes,
		.bytes_size = facts.body_size,
		.truncated = truncated,
	};
	return true;
}

bool pull_stream(struct session *session, const struct source_item *item,
		 const struct source_sink *sink, struct source_mail *mail_r,
		 struct err *err)
{
	const size_t most = item->size + PIECE + SLACK;
	ARENA(arena);
	char *bytes = arena_room(arena, PIECE);
	struct facts facts;
	size_t size = 0;

	*mail_r = (struct source_mail){ 0 };
	do {
		if (size + PIECE > most) {
			stream_fail(session_stream(session),
				    "a mail is larger than its server says");
			return session_explain(session, err);
		}
		if (!pull_piece(session, (uint32_t)item->item, size, bytes,
				&facts, err))
			return false;
		if (facts.uid == 0)
			return true;
		if (facts.body_size > 0 &&
		    !sink->take(sink->context, bytes, facts.body_size, err))
			return false;
		size += facts.body_size;
	} while (facts.body_size > 0 &&
		 (size < facts.size || facts.body_size == PIECE));
	*mail_r = (struct source_mail){
		.item = item->item,
		.received = facts.received,
		.size = size,
		.bytes_size = size,
	};
	return true;
}

/* How many of the items go into one command, and their bytes. */
static size_t chunk_of(const struct source_item *items, size_t count,
		       size_t size_limit, size_t *bytes_r)
{
	size_t most = size_limit < PIECE ? size_limit : PIECE;
	size_t n = 0, bytes = 0;

	while (n < count && n < UIDSET_MOST && items[n].size <= most &&
	       bytes + items[n].size <= CHUNK_BYTES)
		bytes += items[n++].size;
	*bytes_r = bytes;
	return n;
}

bool pull_mails(struct session *session, struct arena *arena,
		const struct source_item *items, size_t count,
		size_t size_limit, struct source_mail **mails_r,
		size_t *count_r, struct err *err)
{
	struct source_mail *mails = ARENA_ARRAY(arena, struct source_mail,
						count + 1);
	struct mail_pull pull = {
		.session = session, .arena = arena, .size_limit = size_limit,
	};
	size_t out = 0;

	for (size_t i = 0; i < count; i += pull.count) {
		size_t bytes;

		pull.items = items + i;
		pull.mails = mails + i;
		pull.count = chunk_of(items + i, count - i, size_limit,
				      &bytes);
		if (pull.count > 0 ? !pull_chunk(&pull, bytes, err)
		    : !source_is_large(items + i, size_limit) &&
		      !pull_head(&pull, items + i, mails + i, err))
			return false;
		if (pull.count == 0)
			pull.count = 1;
	}
	for (size_t i = 0; i < count; i++)
		if (mails[i].bytes != NULL)
			mails[out++] = mails[i];
	*mails_r = mails;
	*count_r = out;
	return true;
}
