/* fold.c - decide line by line what was written now, then cut the parts. */

#include "mail/fold.h"

#include "base/buffer.h"
#include "mail/attribution.h"
#include "mail/disclaimer.h"
#include "mail/evidence.h"
#include "mail/signature.h"

/* A quote without marks is compared with the known texts if one of its first
 * lines is known: then what is not known in it was written now. */
#define FIRST_LINES 3

/* "FYI", "See below": less than this many bytes above a forwarded mail only
 * point at it.  Then it is what the sender wants to be read. */
#define POINTER_BYTES 16

/* What the passes over the lines know. */
struct reading {
	struct arena *arena;
	const struct message *message;
	struct lines lines;
	const struct evidence *evidence;	/* one a line */
	enum fold_kind *kind;			/* one a line */
	size_t *cut;		/* one a line: 0, or where its words end and
				 * an attribution begins, as an offset */
	size_t blocks_from;	/* from here on nothing but blockquotes */
	size_t asked;		/* to here marks were found unannounced */
	bool announced;		/* marks at the start of lines count */
	bool headed;		/* something stood above a quote */
	bool passed_on;		/* it shows a forwarded mail */
};

const char *fold_word(enum fold_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		FOLD_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}

static bool is_quoted(const struct evidence *e)
{
	return e->marked || e->html_quote || e->html_block;
}

static void set_kind(struct reading *r, size_t first, size_t last,
		     enum fold_kind kind)
{
	for (size_t i = first; i < last; i++)
		r->kind[i] = kind;
}

/* Is a line of [first, last) visible that is not blank? */
static bool any_visible(const struct reading *r, size_t first, size_t last)
{
	for (size_t i = first; i < last; i++)
		if (!r->evidence[i].blank && r->kind[i] == FOLD_VISIBLE)
			return true;
	return false;
}

static bool begins_known(const struct reading *r, size_t first)
{
	size_t i = first;

	for (int n = 0; n < FIRST_LINES; n++, i++) {
		i = lines_next(&r->lines, i);
		if (i < r->lines.count && r->evidence[i].held)
			return true;
	}
	return false;
}

/* Everything from `first` on is quoted without marks.  Where it is a text
 * that we know, the lines that are not in it are answers. */
static void fold_rest(struct reading *r, size_t first)
{
	bool compare = begins_known(r, first);

	for (size_t i = first; i < r->lines.count; i++) {
		const struct evidence *e = &r->evidence[i];
		struct head head = { .trust = HEAD_NONE };

		r->kind[i] = FOLD_QUOTE;
		if (!compare || e->blank || e->held || is_quoted(e))
			continue;
		head = evidence_head(r->arena, &r->lines, i);
		if (head.trust >= HEAD_STRONG) {
			set_kind(r, i, i + head.lines, FOLD_HEADER);
			i += head.lines - 1;
			compare = begins_known(r, i + 1);
		} else {
			r->kind[i] = FOLD_VISIBLE;
		}
	}
}

/* "---- Original Message ----" and, below it, "On <date>, Ann wrote:". */
static struct head whole_head(const struct reading *r, size_t i,
			      struct head head)
{
	size_t next = lines_next(&r->lines, i + head.lines);
	struct head second;

	if (head.trust < HEAD_BLOCK || next >= r->lines.count)
		return head;
	second = evidence_head(r->arena, &r->lines, next);
	if (second.trust == HEAD_STRONG)
		head.lines = next + second.lines - i;
	return head;
}

/* How many bytes of words are visible above line `i`, up to POINTER_BYTES. */
static size_t count_words(const struct reading *r, size_t i)
{
	size_t bytes = 0;

	for (size_t k = 0; k < i && bytes < POINTER_BYTES; k++)
		if (r->kind[k] == FOLD_VISIBLE)
			bytes += r->lines.at[k].tail - r->lines.at[k].text;
	return bytes;
}

/* A head at line `i`: fold it, and what follows if that carries no marks.
 * Returns where to read on. */
static size_t fold_head(struct reading *r, size_t i, struct head head)
{
	size_t after = i + head.lines;
	size_t next = lines_next(&r->lines, after);
	bool marked = next < r->lines.count &&
		      is_quoted(&r->evidence[next]);

	if (head.trust == HEAD_WEAK && !marked && !(next < r->lines.count &&
						    r->evidence[next].held))
		return i + 1;
	if (head.trust == HEAD_FORWARD && !marked &&
	    count_words(r, i) < POINTER_BYTES) {
		r->passed_on = true;
		return r->lines.count;
	}
	set_kind(r, i, after, FOLD_HEADER);
	/* An answer below the line of a client that marks nothing. */
	if (head.trust == HEAD_STRONG && !marked && !any_visible(r, 0, i))
		return after;
	r->headed = true;
	if (marked || head.trust == HEAD_WEAK)
		return after;
	fold_rest(r, after);
	return r->lines.count;
}

/* A mail that replies to nothing quotes nothing: its marks are its own, unless
 * something says otherwise, above them or in the first lines under them. */
static bool is_announced(struct reading *r, size_t i)
{
	if (r->announced || r->headed)
		return true;
	if (i < r->asked)
		return false;
	for (int n = 0; n < FIRST_LINES && !r->announced; n++, i++) {
		enum head_trust trust;

		i = lines_next(&r->lines, i);
		if (i >= r->lines.count || !r->evidence[i].marked)
			break;
		trust = evidence_head(r->arena, &r->lines, i).trust;
		r->headed = r->headed || trust != HEAD_NONE;
		r->announced = r->headed || r->lines.at[i].depth > 1 ||
			       r->lines.at[i].weak != WEAK_NONE ||
			       r->evidence[i].held;
	}
	r->asked = i;
	while (r->asked < r->lines.count && r->evidence[r->asked].marked)
		r->asked++;
	return r->announced;
}

/* What its own marks make of line `i`. */
static enum fold_kind kind_of_marks(struct reading *r, size_t i)
{
	const struct evidence *e = &r->evidence[i];

	if (e->html_header)
		return FOLD_HEADER;
	if (e->html_quote || e->held)
		return FOLD_QUOTE;
	if (e->html_block && (r->announced || r->headed ||
			      i >= r->blocks_from))
		return FOLD_QUOTE;
	if (e->marked && is_announced(r, i))
		return FOLD_QUOTE;
	return e->html_signature ? FOLD_SIGNATURE : FOLD_VISIBLE;
}

static size_t find_last_blocks(const struct reading *r)
{
	size_t i = r->lines.count;

	while (i > 0 && (r->evidence[i - 1].blank ||
			 r->evidence[i - 1].html_block))
		i--;
	return i;
}

static void fold_quotes(struct reading *r)
{
	size_t i = 0;

	while (i < r->lines.count) {
		const struct evidence *e = &r->evidence[i];
		struct head head;

		r->kind[i] = kind_of_marks(r, i);
		if (e->blank || r->kind[i] != FOLD_VISIBLE) {
			r->headed = r->headed || e->html_header;
			i++;
			continue;
		}
		head = evidence_head(r->arena, &r->lines, i);
		if (head.trust != HEAD_NONE) {
			i = fold_head(r, i, whole_head(r, i, head));
			continue;
		}
		if (i + 1 < r->lines.count && r->lines.at[i + 1].depth > 0) {
			r->cut[i] = attribution_within(r->arena, &r->lines, i);
			r->headed = r->headed || r->cut[i] != 0;
		}
		i++;
	}
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

	set_kind(r, start, notice, FOLD_SIGNATURE);
	set_kind(r, notice, run.last, FOLD_DISCLAIMER);
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
	fold_end(r, top, depth);
}

/* Nothing left to see: a mail of one signature is shown, and marks that
 * nothing announced may be the sender's own. */
static void keep_words(struct reading *r)
{
	if (any_visible(r, 0, r->lines.count) || r->headed)
		return;
	set_kind(r, 0, r->lines.count, FOLD_VISIBLE);
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
		set_kind(r, i, next, kind);
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
	struct fold_part *last = cutter->parts + cutter->count - 1;

	if (start == end)
		return;
	if (cutter->count > 0 && last->kind == kind)
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

	r.announced = message->in_reply_to.count + message->references.count > 0;
	r.evidence = evidence_of(arena, &r.lines, message, known);
	r.blocks_from = find_last_blocks(&r);
	r.kind = ARENA_ARRAY(arena, enum fold_kind, r.lines.count + 1);
	r.cut = ARENA_ARRAY(arena, size_t, r.lines.count + 1);
	fold_quotes(&r);
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
