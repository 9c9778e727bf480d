/* fold.c - fold signatures and notices, then cut the text into parts. */

#include "mail/fold.h"

#include "base/buffer.h"
#include "mail/disclaimer.h"
#include "mail/reading.h"
#include "mail/signature.h"

const char *fold_word(enum fold_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		FOLD_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}

static const struct mailbox *sender_of(const struct message *message)
{
	return message->from.count == 0 ? NULL : &message->from.at[0];
}

/* A run of visible lines, [first, last). */
struct run {
	size_t first, last;
};

/* The next visible run from `i` on; first == last if none. */
static struct run next_run(const struct reading *r, size_t i)
{
	size_t count = r->lines.count;
	struct run run = { count, count };

	while (i < count && (r->kind[i] != FOLD_VISIBLE ||
			     r->evidence[i].blank))
		i++;
	run.first = run.last = i;
	while (run.last < count && r->kind[run.last] == FOLD_VISIBLE)
		run.last++;
	return run;
}

/* Fold signature and notices at the end of a run. */
static void fold_end(struct reading *r, struct run run,
		     enum signature_depth depth)
{
	size_t notice = disclaimer_find(r->arena, &r->lines, run.first,
					run.last);
	size_t start = signature_find(r->arena, &r->lines, run.first, notice,
				      sender_of(r->message), depth);

	reading_set(r, start, notice, FOLD_SIGNATURE);
	reading_set(r, notice, run.last, FOLD_DISCLAIMER);
}

/* Known and nothing else: no mark says that it is quoted. */
static bool is_only_held(const struct reading *r, size_t i)
{
	const struct evidence *e = &r->evidence[i];

	return e->blank || (r->kind[i] == FOLD_QUOTE && e->held &&
			    !e->marked && !e->html_quote && !e->html_block);
}

/* Who writes twice signs twice: below his words a known signature is one, and
 * no quote. */
static bool fold_known_signature(struct reading *r, struct run run)
{
	size_t last = run.last, start, above;

	while (last < r->lines.count && is_only_held(r, last))
		last++;
	if (last == run.last || reading_shows(r, last, r->lines.count))
		return false;
	start = signature_find(r->arena, &r->lines, run.first, last,
			       sender_of(r->message), SIGNATURE_CLOSES);
	for (above = start; above > run.first; above--)
		if (!r->evidence[above - 1].blank)
			break;
	if (start == last || above == run.first ||
	    r->kind[above - 1] != FOLD_VISIBLE)
		return false;
	reading_set(r, start, last, FOLD_SIGNATURE);
	return true;
}

/* Signatures end what was written above all quotes, and the mail.  Where the
 * mail ends in a delimited one, a close above the quotes is no second one. */
static void fold_ends(struct reading *r)
{
	const struct run top = next_run(r, 0);
	enum signature_depth depth = SIGNATURE_CLOSES;
	struct run run = top, last = top;

	for (; run.first < run.last; run = next_run(r, run.last)) {
		if (run.first != top.first && run.last < r->lines.count &&
		    r->kind[run.last] == FOLD_HEADER)
			fold_end(r, run, SIGNATURE_ADDED);
		last = run;
	}
	if (last.first != top.first && last.last == r->lines.count) {
		fold_end(r, last, SIGNATURE_CLOSES);
		if (signature_is_delimited(r->arena, &r->lines, last.first,
					   last.last))
			depth = SIGNATURE_ADDED;
	}
	if (!fold_known_signature(r, top))
		fold_end(r, top, depth);
}

/* Nothing left to see: a mail of one signature is shown, and marks that
 * nothing announced may be the sender's own. */
static void keep_words(struct reading *r)
{
	if (reading_shows(r, 0, r->lines.count) || r->headed)
		return;
	reading_set(r, 0, r->lines.count, FOLD_VISIBLE);
}

/* Blank lines go with a fold beside them. */
static void settle_blanks(struct reading *r)
{
	size_t i = 0;

	while (i < r->lines.count) {
		size_t next = i;
		enum fold_kind kind = FOLD_VISIBLE;

		while (next < r->lines.count && r->evidence[next].blank)
			next++;
		if (next == i) {
			i++;
			continue;
		}
		if (next < r->lines.count)
			kind = r->kind[next];
		if (kind == FOLD_VISIBLE && i > 0)
			kind = r->kind[i - 1];
		reading_set(r, i, next, kind);
		i = next;
	}
}

struct cutter {
	struct fold_part *parts;
	size_t count;
};

static void add_part(struct cutter *cutter, enum fold_kind kind, size_t start,
		     size_t end)
{
	struct fold_part *last = cutter->count == 0 ? NULL :
				 &cutter->parts[cutter->count - 1];

	if (start == end)
		return;
	if (last != NULL && last->kind == kind)
		last->end = end;
	else
		cutter->parts[cutter->count++] =
			(struct fold_part){ kind, start, end };
}

static struct cutter cut_parts(const struct reading *r)
{
	struct cutter cutter = {
		.parts = ARENA_ARRAY(r->arena, struct fold_part,
				     2 * r->lines.count + 1),
	};

	for (size_t i = 0; i < r->lines.count; i++) {
		const struct line *line = &r->lines.at[i];
		size_t start = line->start;

		if (r->cut[i] != 0 && r->kind[i] == FOLD_VISIBLE) {
			add_part(&cutter, FOLD_VISIBLE, start, r->cut[i]);
			add_part(&cutter, FOLD_HEADER, r->cut[i], line->next);
			continue;
		}
		add_part(&cutter, r->kind[i], start, line->next);
	}
	return cutter;
}

static const char *join_parts(const struct reading *r,
			      const struct cutter *cutter, enum fold_kind kind)
{
	struct buffer out = { .arena = r->arena };

	for (size_t i = 0; i < cutter->count; i++) {
		const struct fold_part *part = &cutter->parts[i];

		if (part->kind == kind)
			buffer_add(&out, r->lines.bytes + part->start,
				   part->end - part->start);
	}
	return buffer_string(&out);
}

struct fold fold_text(struct arena *arena, const struct message *message,
		      const struct strings *known)
{
	struct reading r = {
		.arena = arena,
		.message = message,
		.lines = lines_of(arena, message->text, message->text_size),
	};
	struct cutter cutter;
	const char *signature;

	r.evidence = evidence_of(arena, &r.lines, message, known);
	r.kind = ARENA_ARRAY(arena, enum fold_kind, r.lines.count + 1);
	r.cut = ARENA_ARRAY(arena, size_t, r.lines.count + 1);
	reading_decide(&r);
	if (!r.passed_on)	/* the signature there is not the sender's */
		fold_ends(&r);
	keep_words(&r);
	settle_blanks(&r);
	cutter = cut_parts(&r);
	signature = join_parts(&r, &cutter, FOLD_SIGNATURE);
	return (struct fold){
		.parts = cutter.parts,
		.count = cutter.count,
		.visible = join_parts(&r, &cutter, FOLD_VISIBLE),
		.signature = signature[0] == '\0' ? NULL : signature,
	};
}
