/* expectation.c - samples to bands of load, a band to its percentiles. */

#include "desk/expectation.h"

#include <stdlib.h>

usec_t expectation_waited(const struct hours *hours, usec_t from,
			  usec_t until)
{
	return hours_between(hours, from, until) +
	       (until > from && !hours_open(hours, until));
}

static int by_ahead(const void *a, const void *b)
{
	const struct expectation_sample *left = a, *right = b;

	return (left->ahead > right->ahead) - (left->ahead < right->ahead);
}

/* At the same time answers come first: who waited as long was still there. */
static int by_time(const void *a, const void *b)
{
	const struct expectation_sample *left = a, *right = b;

	if (left->waited != right->waited)
		return left->waited < right->waited ? -1 : 1;
	return right->answered - left->answered;
}

/* When no more than that share still waits.  Of `left`, the one who is told
 * included, one is answered: the share that waits falls by that much. */
static usec_t quantile(const struct expectation_sample *sorted, size_t count,
		       int percent)
{
	double waits = 1;

	for (size_t i = 0; i < count; i++) {
		const double left = (double)(count - i) + 1;

		if (!sorted[i].answered)
			continue;
		waits *= (left - 1) / left;
		/* Room for what the products round. */
		if (100 * waits <= 100 - percent + 1e-9)
			return sorted[i].waited;
	}
	return EXPECTATION_UNKNOWN;
}

static struct expectation measure(struct expectation_sample *samples,
				  size_t count)
{
	struct expectation band = {
		.ahead = samples[count - 1].ahead,
		.samples = (int)count,
	};

	qsort(samples, count, sizeof(*samples), by_time);
	band.half = quantile(samples, count, 50);
	band.most = quantile(samples, count, EXPECTATION_PERCENT);
	return band;
}

/* Where the band that begins there ends: it is large enough, parts none who
 * saw the same, and leaves no rest that is too small. */
static size_t band_end(const struct expectation_sample *samples, size_t begin,
		       size_t count, size_t size)
{
	size_t end = begin + size;

	while (end < count && samples[end].ahead == samples[end - 1].ahead)
		end++;
	return end >= count || count - end < EXPECTATION_LEAST ? count : end;
}

size_t expectation_measure(struct expectation_sample *samples, size_t count,
			   struct expectation bands_r[EXPECTATION_BANDS])
{
	size_t size = (count + EXPECTATION_BANDS - 1) / EXPECTATION_BANDS;
	size_t answered = 0, bands = 0;

	for (size_t i = 0; i < count; i++)
		answered += samples[i].answered;
	if (answered < EXPECTATION_LEAST)
		return 0;
	if (size < EXPECTATION_LEAST)
		size = EXPECTATION_LEAST;
	qsort(samples, count, sizeof(*samples), by_ahead);
	for (size_t begin = 0, end; begin < count; begin = end, bands++) {
		struct expectation *band = &bands_r[bands];

		end = band_end(samples, begin, count, size);
		*band = measure(samples + begin, end - begin);
		if (bands == 0)
			continue;
		if (band->half < band[-1].half)
			band->half = band[-1].half;
		if (band->most < band[-1].most)
			band->most = band[-1].most;
	}
	return bands;
}

usec_t expectation_at(const struct expectation *bands, size_t count,
		      int ahead)
{
	const struct expectation *last;
	usec_t share;

	if (count == 0)
		return EXPECTATION_UNKNOWN;
	for (size_t i = 0; i < count; i++)
		if (ahead <= bands[i].ahead)
			return bands[i].most;
	last = &bands[count - 1];
	if (last->most == EXPECTATION_UNKNOWN)
		return last->most;
	/* Of one who waits, the new one included. */
	share = last->most / (last->ahead + 1) + 1;
	if (share > EXPECTATION_UNKNOWN / ((usec_t)ahead + 1))
		return EXPECTATION_UNKNOWN;
	return share * ((usec_t)ahead + 1);
}
