/* clue.c - gather the clues of one mail. */

#include "desk/clue.h"

#include "base/hmac.h"
#include "mail/conversation.h"
#include "mail/subject.h"

/* Conversation, the same with subject and topic, foreign ids, subject and
 * topic, subject with sender. */
enum { CLUES_MOST = 6 + FOREIGN_FOUND };

/* Bytes of a digest that are kept. */
enum { DIGEST_SIZE = 16 };

/* A shorter subject is no change of subject: "?", "hm". */
enum { NEW_SUBJECT_LEAST = 4 };

struct gathering {
	struct arena *arena;
	struct plan_clue *at;
	size_t count;
};

static void add(struct gathering *all, enum clue_kind kind, const char *key)
{
	if (key[0] != '\0')
		all->at[all->count++] = (struct plan_clue){ .kind = kind,
							    .key = key };
}

/* Subjects are kept as digests: they are for comparing only. */
static const char *digest(struct arena *arena, const char *text)
{
	uint8_t sha256[32];

	if (text[0] == '\0')
		return "";
	hmac_digest(text, strlen(text), sha256);
	return hmac_hex(arena, sha256, DIGEST_SIZE);
}

/* Outlook goes on with the conversation of a mail that somebody took for a
 * pattern: only with its subject it is the same conversation.  That is a key
 * of its own, not two: a subject that many have is not found for all. */
static void add_conversation(struct gathering *all, const char *id,
			     const char *base, const char *topic)
{
	const char *const subjects[] = { base, topic };

	add(all, CLUE_THREAD_INDEX, id);
	if (id[0] == '\0')
		return;
	for (size_t i = 0; i < 2; i++)
		if (subjects[i][0] != '\0' &&
		    (i == 0 || strcmp(topic, base) != 0))
			add(all, CLUE_THREAD_INDEX, arena_printf(all->arena,
				"%s%c%s", id, CLUE_TOPIC,
				digest(all->arena, subjects[i])));
}

static void add_subjects(struct gathering *all, const char *base,
			 const char *topic, const char *author)
{
	struct arena *arena = all->arena;

	if (subject_tells(base) && author[0] != '\0')
		add(all, CLUE_SUBJECT_FROM, digest(arena, arena_printf(
			arena, "%s\n%s", base, author)));
	add(all, CLUE_SUBJECT, digest(arena, base));
	if (strcmp(topic, base) != 0)
		add(all, CLUE_SUBJECT, digest(arena, topic));
}

struct clues clues_of(struct arena *arena, const struct desk *desk,
		      const struct message *message, const char *author)
{
	struct gathering all = {
		.arena = arena,
		.at = ARENA_ARRAY(arena, struct plan_clue, CLUES_MOST),
	};
	const struct conversation conversation =
		conversation_of(arena, message);
	const struct strings ids = foreign_find(arena, desk->foreign, message);
	const char *base = subject_base(arena, message->subject);

	add_conversation(&all, conversation.id, base, conversation.topic);
	for (size_t i = 0; i < ids.count; i++)
		add(&all, CLUE_FOREIGN_ID, ids.at[i]);
	if (desk->subject_window > 0)
		add_subjects(&all, base, conversation.topic, author);
	return (struct clues){ all.at, all.count };
}

struct clues clues_of_subject(struct arena *arena, const char *subject,
			      const char *author)
{
	const char *base = subject_base(arena, subject);
	struct gathering all = {
		.arena = arena,
		.at = ARENA_ARRAY(arena, struct plan_clue, CLUES_OF_SUBJECT),
	};

	add_subjects(&all, base, base, author);
	return (struct clues){ all.at, all.count };
}

struct branch branch_of(struct arena *arena, const struct desk *desk,
			const struct message *message,
			const struct gist *gist)
{
	const char *own = subject_base(arena, message->subject);
	bool answers = message->in_reply_to.count > 0 &&
		       gist->origin.kind == ORIGIN_PERSON;
	bool tells = strlen(own) >= NEW_SUBJECT_LEAST;

	return (struct branch){
		.own = own,
		.cited = answers && tells &&
			 desk->new_subject == NEW_SUBJECT_CHILD ? own : "",
	};
}
