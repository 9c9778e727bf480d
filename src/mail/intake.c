/* intake.c - look at each byte once, and keep what the readers need. */

#include "mail/intake.h"

#include "base/hmac.h"
#include "base/text.h"
#include "mail/encoding.h"

#include <assert.h>

/* Bytes that come into the window at a time. */
enum { PIECE = 64 * 1024 };

/* Nothing is read before so much is here, and nothing of it is left out: the
 * top header, and where a charset is sought that a part does not name. */
enum { START = 2 * LIMIT_HEADER };

/* Of all bodies together, and of each at least: enough to see what it is. */
enum { BUDGET = LIMIT_ABRIDGED / 2, LEAST = 4 * 1024 };

/* In front of a boundary these belong to it. */
enum { LINE_END = 2 };

enum { WINDOW = LIMIT_ABRIDGED + LIMIT_PART_HEADER + 4 * PIECE };

/* A part whose bytes are left out from `from` on. */
struct tally {
	int part;			/* -1: none */
	size_t from;
	struct encoding_step step;
	struct hmac_stream *stream;
};

struct intake {
	struct arena *arena;
	struct charset_set *charsets;
	char *window;
	size_t fill;
	size_t skipped;			/* the mbox line */
	size_t total;			/* bytes that came */
	uint64_t defects;
	struct header_block header;
	struct mime_scan *scan;		/* NULL: not begun */
	struct tally tally;
	struct intake_digest *digests;
	struct intake_cut *cuts;
	size_t cut_count;
};

/* Each part, and each gap behind one, can have one; and the top header. */
enum { MOST_CUTS = 3 * LIMIT_PARTS + 3 };

struct intake *intake_new(struct arena *arena, struct charset_set *charsets)
{
	struct intake *intake = ARENA_NEW(arena, struct intake);

	intake->arena = arena;
	intake->charsets = charsets;
	intake->window = malloc(WINDOW);
	if (intake->window == NULL)
		abort();
	intake->tally.part = -1;
	intake->digests = ARENA_ARRAY(arena, struct intake_digest,
				      LIMIT_PARTS + 1);
	intake->cuts = ARENA_ARRAY(arena, struct intake_cut, MOST_CUTS);
	return intake;
}

/* As guard_open() does it for a mail in one piece. */
static void note_bytes(struct intake *intake, const char *bytes, size_t size)
{
	if (memchr(bytes, '\0', size) != NULL)
		intake->defects |= 1ull << DEFECT_NUL;
}

static bool begin(struct intake *intake, bool last)
{
	size_t skipped;

	if (intake->fill < START && !last)
		return false;
	skipped = guard_mbox_line(intake->window, intake->fill);
	intake->skipped = skipped;
	intake->fill -= skipped;
	memmove(intake->window, intake->window + skipped, intake->fill);
	if (guard_bare_cr(intake->window, intake->fill))
		intake->defects |= 1ull << DEFECT_BARE_CR;
	intake->header = header_scan(intake->arena, intake->charsets,
				     intake->window, intake->fill,
				     HEADER_OF_MAIL);
	intake->scan = mime_begin(intake->arena, intake->charsets,
				  intake->window, &intake->header);
	intake->scan->size = intake->fill;
	intake->scan->skipping = !last &&
		intake->header.size == intake->fill &&
		!mime_header_here(intake->scan, 0);
	intake->scan->within = intake->scan->skipping &&
			       intake->window[intake->fill - 1] != '\n';
	return true;
}

static void tally_bytes(struct tally *tally, struct intake_digest *digest,
			const char *bytes, size_t size)
{
	char out[PIECE + 64];

	for (size_t at = 0; at < size; at += PIECE) {
		const size_t left = size - at;
		const size_t used = encoding_step(&tally->step, bytes + at,
			left < PIECE ? left : PIECE, out);

		hmac_stream_add(tally->stream, out, used);
		digest->size += used;
	}
}

/* The part is left out from `from` on: what was kept of it counts as well. */
static void begin_tally(struct intake *intake, size_t from)
{
	const int part = intake->scan->current;
	const struct mime_part *of = &intake->scan->parts[part];
	const char *name = header_get(&of->header,
				      "Content-Transfer-Encoding");

	intake->tally = (struct tally){
		.part = part, .from = from,
		.step.encoding = encoding_named(name == NULL ? "" : name),
		.stream = hmac_stream_new(),
	};
	tally_bytes(&intake->tally, &intake->digests[part],
		    intake->window + of->start, from - of->start);
	intake->digests[part].kept = intake->digests[part].size;
}

/* The part has ended; what turned out to be a preamble has no end. */
static void end_tally(struct intake *intake)
{
	struct tally *tally = &intake->tally;
	struct intake_digest *digest = &intake->digests[tally->part];
	size_t end = intake->scan->parts[tally->part].end, used;
	char out[8];

	if (end > intake->fill)
		end = tally->from;
	tally_bytes(tally, digest, intake->window + tally->from,
		    end - tally->from);
	used = encoding_end(&tally->step, out);
	hmac_stream_add(tally->stream, out, used);
	digest->size += used;
	digest->known = true;
	hmac_stream_end(&tally->stream, digest->sha256);
	tally->part = -1;
}

/* How many decoded bytes of a part its readers look at. */
static size_t wanted(const struct mime_part *part)
{
	const char *type = part->type.value;

	if (part->kind == MIME_MESSAGE)
		return LIMIT_ATTACHED;
	if (text_starts(type, "multipart/"))
		return LIMIT_TEXT;
	if (text_starts(type, "message/") ||
	    strcmp(type, "text/rfc822-headers") == 0 ||
	    strcmp(type, "text/calendar") == 0)
		return LIMIT_REPORT;
	if (!text_starts(type, "text/") ||
	    strcmp(part->disposition.value, "attachment") == 0)
		return 0;
	return strcmp(type, "text/html") == 0 ? LIMIT_HTML : LIMIT_TEXT;
}

/* And the encoded ones: a little more than any client needs for them. */
static size_t kept_of(const struct intake *intake, int index)
{
	const struct mime_part *part = &intake->scan->parts[index];
	const char *name = header_get(&part->header,
				      "Content-Transfer-Encoding");
	const enum encoding encoding = encoding_named(name == NULL ? ""
							     : name);
	size_t size = wanted(part), left = LEAST;

	if (part->start < BUDGET)
		left = BUDGET - part->start;
	if (encoding == ENCODING_BASE64)
		size += size / 2;
	else if (encoding == ENCODING_QUOTED_PRINTABLE)
		size *= 4;
	size += LEAST;
	return size < left ? size : left;
}

/* Where the bytes that nobody needs begin in what was looked at last. */
static size_t cut_from(struct intake *intake)
{
	const struct mime_scan *scan = intake->scan;
	size_t from = scan->stretch;

	if (intake->tally.part >= 0)
		return intake->tally.from;
	/* A gap that was cut goes on where it was cut. */
	if (intake->cut_count > 0 &&
	    intake->cuts[intake->cut_count - 1].at > from)
		from = intake->cuts[intake->cut_count - 1].at;
	if (scan->current >= 0 && !scan->skipping)
		from += kept_of(intake, scan->current);
	return from > START ? from : START;
}

static void take_out(struct intake *intake, size_t from, size_t size)
{
	struct intake_cut *cut = &intake->cuts[intake->cut_count];

	assert(intake->cut_count < MOST_CUTS);
	memmove(intake->window + from, intake->window + from + size,
		intake->fill - from - size);
	intake->fill -= size;
	intake->scan->at -= size;
	intake->scan->size -= size;
	if (intake->cut_count > 0 && cut[-1].at == from) {
		cut[-1].size += size;
		return;
	}
	*cut = (struct intake_cut){ from, size };
	intake->cut_count++;
}

static void abridge(struct intake *intake)
{
	const struct mime_scan *scan = intake->scan;
	const size_t from = cut_from(intake);
	size_t size;

	if (scan->at < from + LEAST + LINE_END)
		return;
	size = scan->at - LINE_END - from;
	/* Perhaps it has parts, by a boundary that it does not name. */
	if (intake->tally.part < 0 && mime_again(intake->scan))
		return;
	if (scan->current >= 0 && !scan->skipping) {
		if (intake->tally.part < 0)
			begin_tally(intake, from);
		tally_bytes(&intake->tally,
			    &intake->digests[intake->tally.part],
			    intake->window + from, size);
	}
	take_out(intake, from, size);
}

static void go_on(struct intake *intake, bool last)
{
	struct mime_scan *scan = intake->scan;

	mime_go(scan, intake->fill, last);
	if (intake->tally.part >= 0 && intake->tally.part != scan->current)
		end_tally(intake);
	if (last)
		return;
	abridge(intake);
	if (intake->fill + 3 * PIECE <= WINDOW || scan->full)
		return;
	intake->defects |= 1ull << DEFECT_TOO_BIG;
	mime_stop(scan);
	if (intake->tally.part >= 0)
		end_tally(intake);
	abridge(intake);
}

static void add_piece(struct intake *intake, const char *bytes, size_t size)
{
	note_bytes(intake, bytes, size);
	memcpy(intake->window + intake->fill, bytes, size);
	intake->fill += size;
	if (intake->scan != NULL || begin(intake, false))
		go_on(intake, false);
}

void intake_add(struct intake *intake, const void *bytes, size_t size)
{
	const size_t left = LIMIT_MAIL - intake->total;

	if (size > left) {
		size = left;
		intake->defects |= 1ull << DEFECT_TOO_BIG;
	}
	intake->total += size;
	for (size_t at = 0, n; at < size; at += n) {
		n = size - at < PIECE ? size - at : PIECE;
		add_piece(intake, (const char *)bytes + at, n);
	}
}

void intake_end(struct intake **intake, struct abridged *abridged_r)
{
	struct intake *at = *intake;

	if (at->scan == NULL)
		begin(at, true);
	go_on(at, true);
	if (at->fill == 0)
		at->defects |= 1ull << DEFECT_EMPTY;
	*abridged_r = (struct abridged){
		.guard = { at->window, at->fill, at->skipped, at->defects },
		.header = at->header,
		.mime = mime_end(at->scan),
		.digests = at->digests,
		.cuts = at->cuts,
		.cut_count = at->cut_count,
		.kept = at->window,
	};
	if (at->tally.part >= 0)
		end_tally(at);
	*intake = NULL;
}

void abridged_free(struct abridged *abridged)
{
	free(abridged->kept);
	abridged->kept = NULL;
}

size_t abridged_place(const struct abridged *abridged, size_t at)
{
	size_t place = at;

	for (size_t i = 0; i < abridged->cut_count; i++)
		if (abridged->cuts[i].at <= at)
			place += abridged->cuts[i].size;
	return place;
}
