/* expect.c - samples of each kind of ticket to what is expected of it. */

#include "app/expect.h"

#include "store/response.h"

static bool is_same(const struct response_kind *a,
		    const struct response_kind *b)
{
	return a->urgency == b->urgency && strcmp(a->queue, b->queue) == 0;
}

/* One kind: its samples in working time, and the bands that they make. */
static size_t measure(struct arena *arena, const struct desk *desk,
		      const struct response_sample *from, size_t count,
		      usec_t now, struct response_band *bands_r)
{
	const struct hours *hours = cover_hours(&desk->cover, desk->hours,
						from->kind.queue,
						from->kind.urgency);
	struct expectation_sample *samples =
		ARENA_ARRAY(arena, struct expectation_sample, count);
	struct expectation bands[EXPECTATION_BANDS];
	size_t made;

	for (size_t i = 0; i < count; i++)
		samples[i] = (struct expectation_sample){
			.ahead = from[i].ahead,
			.waited = expectation_waited(
				hours, from[i].created,
				from[i].answered == 0 ? now
						      : from[i].answered),
			.answered = from[i].answered != 0,
		};
	made = expectation_measure(samples, count, bands);
	for (size_t i = 0; i < made; i++)
		bands_r[i] = (struct response_band){ from->kind, bands[i] };
	return made;
}

bool expect_measure(struct db *db, const struct desk *desk, usec_t now,
		    struct err *err)
{
	ARENA(arena);
	struct response_sample *samples;
	struct response_band *bands;
	size_t count, made = 0;

	if (!response_samples(db, arena, desk->id, &samples, &count, err))
		return false;
	/* A band has EXPECTATION_LEAST samples or more. */
	bands = ARENA_ARRAY(arena, struct response_band,
			    count / EXPECTATION_LEAST + 1);
	for (size_t begin = 0, end; begin < count; begin = end) {
		for (end = begin + 1; end < count &&
		     is_same(&samples[begin].kind, &samples[end].kind);)
			end++;
		made += measure(arena, desk, samples + begin, end - begin,
				now, bands + made);
	}
	return response_expect(db, desk->id, bands, made, now, err);
}
