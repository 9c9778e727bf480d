/* listmail.c - take off what a list put on. */

#include "mail/listmail.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/addressline.h"
#include "mail/automatic.h"
#include "mail/listmark.h"

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : at + 1;
}

/* "Team <team.lists.example.org>" (RFC 2919): its address, with a dot. */
static bool is_id_of(const char *value, const char *list)
{
	const char *open = strrchr(value, '<');
	const char *id = open == NULL ? value : open + 1;
	size_t local = strcspn(list, "@"), size = strcspn(id, "> ");

	if (size != strlen(list) || id[local] != '.')
		return false;
	for (size_t i = 0; i < size; i++)
		if (i != local && ascii_lower(id[i]) != ascii_lower(list[i]))
			return false;
	return true;
}

/* Is each of the mail's lists one of these?  That of the first, or NULL. */
static const char *id_among(const struct message *message,
			    const struct strings *lists, bool *other_r)
{
	const char *value, *first = NULL;
	size_t from = 0;

	*other_r = false;
	while ((value = message_next_header(message, "List-Id", &from)) !=
	       NULL) {
		size_t i = 0;

		while (i < lists->count && !is_id_of(value, lists->at[i]))
			i++;
		if (i == lists->count)
			*other_r = true;
		else if (first == NULL)
			first = lists->at[i];
	}
	return first;
}

const char *listmail_by(const struct message *message,
			const struct strings *lists)
{
	const char *list, *author = message_author(message);
	bool other;

	if (lists->count == 0)
		return NULL;
	list = id_among(message, lists, &other);
	if (other)
		return NULL;
	if (list == NULL && author[0] != '\0')
		list = strings_find(lists, author);
	return list;
}

/* X-Original-From is of Google Groups. */
static bool original_from(struct arena *arena, const struct message *message,
			  struct mailbox *author_r)
{
	const char *value = message_header(message, "X-Original-From");
	struct mailboxes all;

	if (value == NULL)
		return false;
	all = addressline_read(arena, value);
	if (all.count != 1 || all.seen != 1)
		return false;
	*author_r = all.at[0];
	return true;
}

/* Mailman adds the author to Reply-To, beside the list at most. */
static bool original_reply_to(const struct message *message,
			      const char *list, struct mailbox *author_r)
{
	size_t count = 0;

	for (size_t i = 0; i < message->reply_to.count; i++) {
		if (text_same(message->reply_to.at[i].address, list))
			continue;
		*author_r = message->reply_to.at[i];
		count++;
	}
	return count == 1 && message->reply_to.seen <= 2;
}

/* The name as he wrote it: in Reply-To, or "'Ann' via Team" in From. */
static const char *name_of(struct arena *arena, const struct message *message,
			   const struct mailbox *author)
{
	const char *name = message->from.at[0].name;
	const char *via = text_find(name, " via ");
	size_t size = via == NULL ? strlen(name) : (size_t)(via - name);

	for (size_t i = 0; i < message->reply_to.count; i++)
		if (text_same(message->reply_to.at[i].address,
			      author->address) &&
		    message->reply_to.at[i].name[0] != '\0')
			return message->reply_to.at[i].name;
	if (size >= 2 && name[0] == '\'' && name[size - 1] == '\'')
		return arena_strndup(arena, name + 1, size - 2);
	return arena_strndup(arena, name, size);
}

static bool find_author(struct arena *arena, const struct message *message,
			const char *list, struct mailbox *author_r)
{
	if (!text_same(message_author(message), list)) {
		if (message->from.count != 1)
			return false;
		*author_r = message->from.at[0];
		return true;
	}
	if (!original_from(arena, message, author_r) &&
	    !original_reply_to(message, list, author_r))
		return false;
	author_r->name = name_of(arena, message, author_r);
	return !text_same(author_r->address, list);
}

/* All fields but those of the list, and of what it proves, if that is to be
 * forgotten. */
static void take_headers(struct arena *arena, const struct message *message,
			 bool proofs, struct message *undone)
{
	struct header *kept = ARENA_ARRAY(arena, struct header,
					  message->header_count);
	size_t count = 0;

	for (size_t i = 0; i < message->header_count; i++) {
		const struct header *header = &message->headers[i];

		if (automatic_of(arena, header) == AUTOMATIC_LIST ||
		    (!proofs && text_same(header->name,
					  "Authentication-Results")))
			continue;
		kept[count++] = *header;
	}
	undone->headers = kept;
	undone->header_count = count;
}

static void take_envelope(const char *list, const char *author,
			  struct message *undone)
{
	const char *domain = domain_of(list);

	undone->reply_to = (struct mailboxes){ 0 };
	if (text_same(domain_of(undone->sender.address), domain))
		undone->sender = (struct mailbox){ "", "" };
	if (undone->return_path.address[0] != '\0' &&
	    text_same(domain_of(undone->return_path.address), domain))
		undone->return_path.address = author;
}

/* The words as he wrote them.  Marks of HTML would no longer fit: there the
 * footer stays. */
static void take_words(struct arena *arena, const char *list,
		       struct message *undone)
{
	size_t size = listmark_text(undone->text, undone->text_size, list);

	undone->subject = listmark_subject(arena, undone->subject, list);
	if (size == undone->text_size || undone->mark_count > 0)
		return;
	undone->text = arena_strndup(arena, undone->text, size);
	undone->text_size = size;
}

/* A list breaks signatures and has an envelope of its own: neither is held
 * against the author, and nothing of the list's own domain speaks for him. */
static bool is_proven(struct arena *arena, const struct message *undone,
		      const char *list, const struct gist_desk *desk)
{
	return !auth_aligned(message_author(undone), list) &&
	       auth_judge(arena, undone, &desk->pins).verdict == AUTH_PASS;
}

const struct message *listmail_undo(struct arena *arena,
				    const struct message *message,
				    const char *list,
				    const struct gist_desk *desk)
{
	struct message *undone = arena_memdup(arena, message,
					      sizeof(*message));
	struct mailbox *author = ARENA_NEW(arena, struct mailbox);

	if (!find_author(arena, message, list, author))
		return NULL;
	undone->from = (struct mailboxes){ author, 1, 1 };
	if (message_author(undone)[0] == '\0')
		return NULL;
	take_envelope(list, author->address, undone);
	take_words(arena, list, undone);
	take_headers(arena, message, is_proven(arena, undone, list, desk),
		     undone);
	return undone;
}
