/* address.c - address lists in one pass. */

#include "mail/address.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"
#include "mail/words.h"
#include "base/ascii.h"

/* What was read since the last comma. */
struct entry {
	struct buffer words;	/* display name, or a bare address */
	struct buffer angle;	/* between < and > */
	struct buffer comment;	/* the last comment */
	bool has_angle;
	bool has_at;		/* the words hold an "@" */
};

struct list {
	struct arena *arena;
	struct charset_set *charsets;
	struct mailbox *at;
	size_t count, seen, room;
	struct entry entry;
	uint64_t *defects;
	bool group;
	bool guess;		/* which address is meant */
};

/* Behind a comment; its text goes to `out`.  Nesting is counted. */
static const char *read_comment(const char *p, struct buffer *out)
{
	int depth = 0;

	out->size = 0;
	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '(' && ++depth == 1)
			continue;
		else if (*p == ')' && --depth == 0)
			return p + 1;
		if (depth <= LIMIT_COMMENTS)
			buffer_char(out, *p);
	}
	return p;
}

/* Behind a quoted-string, its text without quotes and escapes in `out`. */
static const char *read_quoted(const char *p, struct buffer *out)
{
	for (p++; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		buffer_char(out, *p);
	}
	return *p == '"' ? p + 1 : p;
}

/* A quoted local part keeps its quotes: they belong to the address. */
static bool is_local_part(const char *p)
{
	const char *end = p + 1;

	while (*end != '\0' && *end != '"')
		end += *end == '\\' && end[1] != '\0' ? 2 : 1;
	return end[0] == '"' && end[1] == '@';
}

static const char *read_local_part(const char *p, struct buffer *out)
{
	const char *start = p++;

	while (*p != '"')
		p += *p == '\\' ? 2 : 1;
	buffer_add(out, start, (size_t)(p + 1 - start));
	return p + 1;
}

/* "<@relay.test:ann@example.org>": RFC 5322, 4.4.  Also "<<ann@…>>" and
 * "<mailto:ann@…>". */
static const char *read_angle(struct list *list, const char *p)
{
	struct buffer *out = &list->entry.angle;
	bool has_at = false;

	out->size = 0;
	list->entry.has_angle = true;
	for (p++; *p != '\0' && *p != '>'; ) {
		if (*p == '"' && is_local_part(p)) {
			p = read_local_part(p, out);
		} else if (*p == '(') {
			p = read_comment(p, &list->entry.comment);
		} else if (*p == ':' && out->size > 0 &&
			   (out->data[0] == '@' ||
			    (out->size == 6 &&
			     ascii_compare(out->data, "mailto", 6) == 0))) {
			out->size = 0;
			p++;
		} else if (*p == ',' && has_at && out->data[0] != '@') {
			/* The ">" is missing and another address follows. */
			return p;
		} else {
			if (*p == '\\' && p[1] != '\0')
				p++;
			has_at = has_at || *p == '@';
			if (*p != ' ' && *p != '\t' && *p != '<')
				buffer_char(out, *p);
			p++;
		}
	}
	p += *p == '>';
	return p + strspn(p, ">");
}

static const char *plain_line(struct arena *arena, struct buffer *text,
			      size_t limit)
{
	return text_line(arena, buffer_string(text), text->size, limit);
}

/* "MAILER-DAEMON (Mail Delivery System)": an address of this host, if the
 * words are but one and a comment says who it is. */
static const char *local_address(struct list *list, char *words)
{
	size_t size;
	char *address;

	words += strspn(words, " ");
	for (size = strlen(words); size > 0 && words[size - 1] == ' '; )
		words[--size] = '\0';
	if (list->entry.comment.size == 0 || strpbrk(words, " =") != NULL)
		return "";
	address = text_line(list->arena, words, strlen(words), LIMIT_ADDRESS);
	*words = '\0';
	return address;
}

/* Without brackets the address is the word that holds the "@"; the other
 * words are a name. */
static const char *bare_address(struct list *list, char *words)
{
	char *at = strrchr(words, '@'), *start = at, *end;

	if (at == NULL || at == words)
		return local_address(list, words);
	end = at + strcspn(at, " ");
	if (at[-1] == '"')
		for (start = at - 1; start > words && *--start != '"'; )
			;
	else
		while (start > words && start[-1] != ' ')
			start--;
	at = arena_strndup(list->arena, start, (size_t)(end - start));
	/* What is left is the name. */
	memset(start, ' ', (size_t)(end - start));
	return text_line(list->arena, at, strlen(at), LIMIT_ADDRESS);
}

static void keep(struct list *list, const char *name, const char *address)
{
	struct mailbox *more;

	list->seen++;
	if (list->count == LIMIT_ADDRESSES) {
		*list->defects |= 1ull << DEFECT_TOO_MANY_ADDRESSES;
		return;
	}
	if (list->count == list->room) {
		list->room = list->room == 0 ? 4 : list->room * 2;
		more = ARENA_ARRAY(list->arena, struct mailbox, list->room);
		if (list->count > 0)
			memcpy(more, list->at, list->count * sizeof(*more));
		list->at = more;
	}
	list->at[list->count++] = (struct mailbox){
		.name = words_decode(list->arena, list->charsets, name,
				     LIMIT_NAME, list->defects),
		.address = address,
	};
}

/* "Ann Smith (ann@example.org)": the wrong way round. */
static bool is_address(const struct buffer *comment)
{
	return comment->size > 2 &&
	       memchr(comment->data + 1, '@', comment->size - 2) != NULL &&
	       memchr(comment->data, ' ', comment->size) == NULL;
}

static void end_entry(struct list *list)
{
	struct entry *entry = &list->entry;
	const char *address;
	char *name = buffer_string(&entry->words);

	if (entry->has_angle)
		address = plain_line(list->arena, &entry->angle,
				     LIMIT_ADDRESS);
	else if (!entry->has_at && is_address(&entry->comment))
		address = plain_line(list->arena, &entry->comment,
				     LIMIT_ADDRESS);
	else
		address = bare_address(list, name);
	/* In a comment, or beside another: the verifier may have seen none,
	 * or that one. */
	if (!entry->has_angle && *address != '\0')
		list->guess |= !entry->has_at || strchr(name, '@') != NULL;
	name = text_line(list->arena, name, strlen(name), LIMIT_NAME * 8);
	if (*name == '\0' && entry->comment.size > 0)
		name = text_line(list->arena, buffer_string(&entry->comment),
				 entry->comment.size, LIMIT_NAME * 8);
	if (*address != '\0' || *name != '\0')
		keep(list, name, address);
	entry->words.size = 0;
	entry->angle.size = 0;
	entry->comment.size = 0;
	entry->has_angle = false;
	entry->has_at = false;
}

/* What one character starts.  Returns behind it. */
static const char *read_some(struct list *list, const char *p)
{
	struct entry *entry = &list->entry;

	size_t word;

	switch (*p) {
	case '=':
		/* An encoded-word may hold commas that end nothing. */
		word = words_length(p);
		if (word == 0)
			break;
		buffer_add(&entry->words, p, word);
		return p + word;
	case '(':
		return read_comment(p, &entry->comment);
	case '<':
		/* "<a@x><b@y>": two, and nobody knows which is meant. */
		if (entry->has_angle && entry->angle.size > 0)
			end_entry(list);
		return read_angle(list, p);
	case '"':
		if (is_local_part(p))
			return read_local_part(p, &entry->words);
		return read_quoted(p, &entry->words);
	case ':':
		/* The name of a group; its members follow. */
		if (!entry->has_angle && !entry->has_at) {
			list->group = true;
			entry->words.size = 0;
			return p + 1;
		}
		break;
	case ',':
	case ';':
		end_entry(list);
		return p + 1;
	}
	entry->has_at = entry->has_at || *p == '@';
	buffer_char(&entry->words, *p);
	return p + 1;
}

static struct list scan(struct arena *arena, struct charset_set *charsets,
			const char *field, uint64_t *defects)
{
	struct list list = {
		.arena = arena, .charsets = charsets, .defects = defects,
		.entry = { .words.arena = arena, .angle.arena = arena,
			   .comment.arena = arena },
	};

	while (*field != '\0')
		field = read_some(&list, field);
	end_entry(&list);
	return list;
}

struct mailboxes address_list(struct arena *arena,
			      struct charset_set *charsets, const char *field,
			      uint64_t *defects)
{
	struct list list = scan(arena, charsets, field, defects);

	return (struct mailboxes){ list.at, list.count, list.seen };
}

bool address_is_group(struct arena *arena, struct charset_set *charsets,
		      const char *field)
{
	uint64_t ignored = 0;

	/* Most fields are none, and cost nothing. */
	return strchr(field, ':') != NULL &&
	       scan(arena, charsets, field, &ignored).group;
}

bool address_is_guess(struct arena *arena, struct charset_set *charsets,
		      const char *field)
{
	uint64_t ignored = 0;

	/* With brackets it is clear, and most fields have some. */
	return strchr(field, '<') == NULL &&
	       scan(arena, charsets, field, &ignored).guess;
}

struct mailboxes address_join(struct arena *arena, struct mailboxes a,
			      struct mailboxes b)
{
	struct mailboxes both = { .seen = a.seen + b.seen };
	struct mailbox *at;

	if (a.count == 0 || b.count == 0) {
		both.at = a.count == 0 ? b.at : a.at;
		both.count = a.count + b.count;
		return both;
	}
	at = ARENA_ARRAY(arena, struct mailbox, a.count + b.count);
	memcpy(at, a.at, a.count * sizeof(*at));
	memcpy(at + a.count, b.at, b.count * sizeof(*at));
	both.at = at;
	both.count = a.count + b.count;
	if (both.count > LIMIT_ADDRESSES)
		both.count = LIMIT_ADDRESSES;
	return both;
}
