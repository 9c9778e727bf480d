/* promises.c - the kinds of tickets of a desk: measured, promised, kept. */

#include "app/promises.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "desk/history_add.h"
#include "desk/when.h"
#include "store/response.h"

#include <inttypes.h>

enum { KINDS_MOST = 4000 };

/* One line: a queue and an urgency. */
struct kind {
	struct response_kind of;
	const struct known_kind *known;	/* NULL: nothing */
	int ahead;
	int64_t samples;
	struct promise_term term;
	struct promise promise;		/* to one who writes now */
	const char *said;		/* the same in words */
	int64_t due, kept;		/* promises of the window */
};

struct kinds {
	const struct look *look;
	struct history *history;
	struct kind *at;
	size_t count;
};

static struct kind *kind_for(struct kinds *kinds, const char *queue,
			     enum urgency urgency)
{
	struct kind *kind;

	for (size_t i = 0; i < kinds->count; i++)
		if (kinds->at[i].of.urgency == urgency &&
		    strcmp(kinds->at[i].of.queue, queue) == 0)
			return &kinds->at[i];
	if (kinds->count == KINDS_MOST)
		return NULL;
	kind = &kinds->at[kinds->count++];
	*kind = (struct kind){ .of = { queue, urgency } };
	return kind;
}

/* Of a queue that the desk names: where there is something to say. */
static void add_queue(struct kinds *kinds, const char *queue)
{
	const struct desk *desk = &kinds->look->desk->desk;

	for (int u = URGENCY_LOW; u <= URGENCY_CRITICAL; u++)
		if (promise_term(&desk->promises, queue,
				 (enum urgency)u).kind != PROMISE_NONE)
			kind_for(kinds, queue, (enum urgency)u);
}

static bool gather(struct kinds *kinds, struct err *err)
{
	const struct look *look = kinds->look;
	const struct desk *desk = &look->desk->desk;
	struct response_band *bands;
	struct response_count *load, *kept;
	size_t band_count, load_count, kept_count;

	if (!response_bands(look->db, look->arena, desk->id, &bands,
			    &band_count, err) ||
	    !response_load(look->db, look->arena, desk->id, &load,
			   &load_count, err) ||
	    !response_kept(look->db, look->arena, desk->id, &kept,
			   &kept_count, err))
		return false;
	add_queue(kinds, desk->queue);
	for (size_t i = 0; i < desk->queues.count; i++)
		add_queue(kinds, desk->queues.at[i]);
	for (size_t i = 0; i < band_count; i++) {
		history_add_band(kinds->history, bands[i].kind.queue,
				 bands[i].kind.urgency, &bands[i].band);
		kind_for(kinds, bands[i].kind.queue, bands[i].kind.urgency);
	}
	for (size_t i = 0; i < load_count; i++) {
		history_add_load(kinds->history, load[i].kind.queue,
				 load[i].kind.urgency, load[i].tickets);
		kind_for(kinds, load[i].kind.queue, load[i].kind.urgency);
	}
	for (size_t i = 0; i < kept_count; i++) {
		struct kind *kind = kind_for(kinds, kept[i].kind.queue,
					     kept[i].kind.urgency);

		if (kind == NULL)
			continue;
		kind->due = kept[i].tickets;
		kind->kept = kept[i].kept;
	}
	return true;
}

/* As deciding does for a ticket that comes now (desk/await.c). */
static void judge(const struct kinds *kinds, struct kind *kind)
{
	const struct look *look = kinds->look;
	const struct desk *desk = &look->desk->desk;
	const struct hours *hours = cover_hours(&desk->cover, desk->hours,
						kind->of.queue,
						kind->of.urgency);
	const struct zone *zone = hours != NULL ? hours->zone :
		desk->hours != NULL ? desk->hours->zone :
		zone_fixed(look->arena, 0);

	kind->known = history_kind(kinds->history, kind->of.queue,
				   kind->of.urgency);
	kind->ahead = history_ahead(kinds->history, kind->of.queue,
				    kind->of.urgency);
	kind->term = promise_term(&desk->promises, kind->of.queue,
				  kind->of.urgency);
	for (size_t i = 0; kind->known != NULL &&
	     i < kind->known->band_count; i++)
		kind->samples += kind->known->bands[i].samples;
	kind->promise = promise_make(&(struct promise_facts){
		.term = kind->term,
		.bands = kind->known == NULL ? NULL : kind->known->bands,
		.band_count = kind->known == NULL
			? 0 : kind->known->band_count,
		.ahead = kind->ahead, .hours = hours, .zone = zone,
		.now = look->now,
	});
	kind->said = kind->promise.by == 0 ? "" :
		arena_printf(look->arena, "%s (%s)", when_render_by(
			look->arena, zone, kind->promise.by, look->now, "en"),
			zone->name);
}

static int by_queue(const void *a, const void *b)
{
	const struct kind *left = a, *right = b;
	int order = strcmp(left->of.queue, right->of.queue);

	return order != 0 ? order :
	       (int)right->of.urgency - (int)left->of.urgency;
}

/* "45 min", "3 h 20 min" of working time; "" where it is not known. */
static const char *span_of(struct arena *arena, usec_t span)
{
	const usec_t minutes = (span + USEC_MINUTE - 1) / USEC_MINUTE;

	if (span == EXPECTATION_UNKNOWN)
		return "";
	if (minutes < 60)
		return arena_printf(arena, "%" PRId64 " min", minutes);
	return arena_printf(arena, "%" PRId64 " h %" PRId64 " min",
			    minutes / 60, minutes % 60);
}

static const char *share_of(struct arena *arena, const struct kind *kind)
{
	return kind->due == 0 ? "" :
		arena_printf(arena, "%" PRId64 " %%",
			     100 * kind->kept / kind->due);
}

static void print_kinds(const struct kinds *kinds)
{
	static const struct table_column columns[] = {
		{ "queue", 14, false }, { "urgency", 8, false },
		{ "wait", 5, true }, { "seen", 5, true },
		{ "nine in ten", 12, true }, { "promised", 16, false },
		{ "kept", 6, true }, { "said now", 0, false },
	};
	struct arena *arena = kinds->look->arena;
	struct table_view view = table_begin(arena, columns, 8);

	for (size_t i = 0; i < kinds->count; i++) {
		const struct kind *kind = &kinds->at[i];
		const bool low = kind->due > 0 &&
			100 * kind->kept < EXPECTATION_PERCENT * kind->due;

		table_row(&view, low ? TABLE_WARN : TABLE_PLAIN,
			  (const char *[]){
			kind->of.queue, urgency_word(kind->of.urgency),
			arena_printf(arena, "%d", kind->ahead),
			arena_printf(arena, "%" PRId64, kind->samples),
			span_of(arena, kind->promise.expected),
			promise_render(arena, kind->term),
			share_of(arena, kind), kind->said,
		});
	}
	if (kinds->count == 0)
		puts("nothing is promised (`promise:` in the settings), and "
		     "nobody was answered yet");
}

static void put_span(struct json *json, const char *key, usec_t span)
{
	if (span == EXPECTATION_UNKNOWN)
		json_put(json, key, NULL);
	else
		json_put_int(json, key, span / USEC_SECOND);
}

static void put_bands(struct json *json, const struct kind *kind)
{
	json_key(json, "bands");
	json_open(json, '[');
	for (size_t i = 0; kind->known != NULL &&
	     i < kind->known->band_count; i++) {
		const struct expectation *band = &kind->known->bands[i];

		json_open(json, '{');
		json_put_int(json, "ahead", band->ahead);
		json_put_int(json, "samples", band->samples);
		put_span(json, "half_seconds", band->half);
		put_span(json, "most_seconds", band->most);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_kinds(const struct kinds *kinds)
{
	struct arena *arena = kinds->look->arena;
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < kinds->count; i++) {
		const struct kind *kind = &kinds->at[i];

		json_open(&json, '{');
		json_put(&json, "queue", kind->of.queue);
		json_put(&json, "urgency", urgency_word(kind->of.urgency));
		json_put_int(&json, "ahead", kind->ahead);
		json_put_int(&json, "samples", kind->samples);
		put_bands(&json, kind);
		json_put(&json, "promised", promise_render(arena,
							   kind->term));
		json_put(&json, "basis", promise_word(kind->promise.basis));
		put_span(&json, "expected_seconds", kind->promise.expected);
		json_put(&json, "by", kind->promise.by == 0 ? NULL :
			 clock_render(arena, kind->promise.by));
		json_put(&json, "said", kind->said);
		json_put_int(&json, "due", kind->due);
		json_put_int(&json, "kept", kind->kept);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

static int list(const struct look *look, bool as_json)
{
	struct kinds kinds = {
		.look = look, .history = history_new(look->arena),
		.at = ARENA_ARRAY(look->arena, struct kind, KINDS_MOST),
	};
	struct err err;

	if (!gather(&kinds, &err))
		return look_failed("promises", &err);
	for (size_t i = 0; i < kinds.count; i++)
		judge(&kinds, &kinds.at[i]);
	qsort(kinds.at, kinds.count, sizeof(kinds.at[0]), by_queue);
	if (as_json)
		put_kinds(&kinds);
	else
		print_kinds(&kinds);
	return 0;
}

int promises_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"promises [OPTION...]", "How long people wait for a first "
		"answer: who waits, the working time within which nine in\n"
		"ten were answered lately, what is promised, how often it "
		"was kept, and what is said now.", rows, 3, 0, 0,
	};
	struct look look;
	int status;

	if (options_read(&options, argc, argv, &status) < 0 ||
	    !look_begin(&look, "promises", config, desk, &status))
		return status;
	status = list(&look, as_json);
	look_end(&look);
	return status;
}
