/* reading.c - decide line by line what was quoted. */

#include "mail/reading.h"

#include "mail/attribution.h"

/* A quote without marks is compared with the known texts if one of its first
 * lines is known: then what is not known in it was written now. */
#define FIRST_LINES 3

/* "FYI", "See below": less than this many bytes above a forwarded mail only
 * point at it.  Then it is what the sender wants to be read. */
#define POINTER_BYTES 16

/* Bytes of the word before the colon of a reply's subject. */
#define MAX_PREFIX 16

static bool is_quoted(const struct evidence *e)
{
	return e->marked || e->html_quote || e->html_block;
}

void reading_set(struct reading *r, size_t first, size_t last,
		 enum fold_kind kind)
{
	for (size_t i = first; i < last; i++)
		r->kind[i] = kind;
}

/* Is a line of [first, last) visible that is not blank? */
bool reading_shows(const struct reading *r, size_t first, size_t last)
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
			reading_set(r, i, i + head.lines, FOLD_HEADER);
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

	if (head.trust < HEAD_BARE || next >= r->lines.count)
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
	/* Pasted: "I got this mail: ... What shall I do?" */
	if (head.trust == HEAD_BARE && !marked && r->fresh)
		return after;
	reading_set(r, i, after, FOLD_HEADER);
	/* An answer below the line of a client that marks nothing. */
	if (head.trust == HEAD_STRONG && !marked && !r->shown)
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

/* A subject, and no "Re:", "AW:", "FW:", "Odp:", "ΣΧΕΤ:" before it: in all
 * languages a short word and a colon. */
static bool is_fresh_subject(const char *subject)
{
	const char *colon, *wide;

	if (subject == NULL || subject[0] == '\0')
		return false;
	colon = strchr(subject, ':');
	wide = strstr(subject, "：");
	if (colon == NULL || (wide != NULL && wide < colon))
		colon = wide;
	return colon == NULL || colon - subject > MAX_PREFIX;
}

static size_t find_last_blocks(const struct reading *r)
{
	size_t i = r->lines.count;

	while (i > 0 && (r->evidence[i - 1].blank ||
			 r->evidence[i - 1].html_block))
		i--;
	return i;
}

/* Typed into the quote, under its marks: lines that we do not know right
 * between lines that we do.  Deeper quotes are older than this mail. */
static void show_answers(struct reading *r)
{
	size_t first = r->lines.count;	/* of the lines we do not know */
	bool held_above = false;

	for (size_t i = 0; i < r->lines.count; i++) {
		const struct evidence *e = &r->evidence[i];

		if (e->blank || line_is_blank(&r->lines.at[i]))
			continue;
		if (r->kind[i] != FOLD_QUOTE || r->lines.at[i].depth > 1) {
			held_above = false;
		} else if (!e->held) {
			first = first < i ? first : i;
			continue;
		} else {
			for (size_t k = first; k < i && held_above; k++)
				if (!line_is_blank(&r->lines.at[k]))
					r->kind[k] = FOLD_VISIBLE;
			held_above = true;
		}
		first = r->lines.count;
	}
}

void reading_decide(struct reading *r)
{
	const struct message *message = r->message;
	size_t i = 0;

	r->announced = message->in_reply_to.count +
		       message->references.count > 0;
	r->fresh = !r->announced && is_fresh_subject(message->subject);
	r->blocks_from = find_last_blocks(r);
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
			size_t next = fold_head(r, i, whole_head(r, i, head));

			r->shown = r->shown || r->kind[i] == FOLD_VISIBLE;
			i = next;
			continue;
		}
		if (i + 1 < r->lines.count && r->lines.at[i + 1].depth > 0) {
			r->cut[i] = attribution_within(r->arena, &r->lines, i);
			r->headed = r->headed || r->cut[i] != 0;
		}
		r->shown = true;
		i++;
	}
	show_answers(r);
}
