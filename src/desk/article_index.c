/* article_index.c - from the stem of a word to the articles that have it. */

#include "desk/article_index.h"

enum {
	WEIGHT_WHOLE = 100,	/* of a word that says all, in hundredths */
	WEIGHT_TITLE = 60,	/* of one of several in a title */
	WEIGHT_TEXT = 15,
	SUBJECT_TIMES = 2,	/* a subject says what it is about */
	SEVERAL = 3,		/* articles that may share a word */
	ENDING_LIMIT = 7,	/* letters behind a stem */
	FRONTS = 4,
};

struct posting {
	size_t article;
	int weight;
	struct posting *next;
};

struct stem {
	size_t id;
	size_t letters;
	bool whole;		/* the word itself, nothing behind it */
	struct posting *postings;
	int sharing;		/* articles whose title or words have it */
};

struct article_index {
	struct arena *arena;
	struct map stems;	/* struct stem, by its letters */
	size_t stem_count, articles;
};

struct article_index *article_index_new(struct arena *arena, size_t articles)
{
	struct article_index *index = ARENA_NEW(arena, struct article_index);

	index->arena = arena;
	index->stems.arena = arena;
	index->articles = articles;
	return index;
}

/* The letters of a piece of a word. */
static size_t count_letters(const char *text)
{
	size_t letters = 0;

	for (; *text != '\0'; text++)
		letters += ((unsigned char)*text & 0xc0) != 0x80;
	return letters;
}

static struct stem *stem_for(struct article_index *index, const char *text,
			     bool whole)
{
	struct stem *stem = map_get(&index->stems, text);

	if (stem == NULL) {
		stem = ARENA_NEW(index->arena, struct stem);
		stem->id = index->stem_count++;
		stem->letters = count_letters(text);
		stem->whole = whole;
		map_put(&index->stems, text, stem);
	}
	stem->whole = stem->whole && whole;
	return stem;
}

/* Of several words with one stem the heaviest counts. */
static void post(struct article_index *index, struct stem *stem,
		 size_t article, int weight)
{
	struct posting *posting = stem->postings;

	while (posting != NULL && posting->article != article)
		posting = posting->next;
	if (posting == NULL) {
		posting = ARENA_NEW(index->arena, struct posting);
		*posting = (struct posting){ article, 0, stem->postings };
		stem->postings = posting;
	}
	stem->sharing += weight > WEIGHT_TEXT &&
			 posting->weight <= WEIGHT_TEXT;
	if (posting->weight < weight)
		posting->weight = weight;
}

/* The word without the first `front` bytes. */
static struct article_word without(const struct article_word *word,
				   size_t front)
{
	struct article_word rest = { .size = word->size - front };

	memcpy(rest.text, word->text + front, rest.size);
	rest.letters = count_letters(rest.text);
	return rest;
}

static void add_word(struct article_index *index, size_t article, int weight,
		     const struct article_word *word)
{
	size_t fronts[FRONTS];
	/* What is written in front of one in a title is most often "the". */
	size_t count = article_word_fronts(word, fronts, 2);

	for (size_t i = 0; i < count; i++) {
		struct article_word rest = without(word, fronts[i]);
		bool whole;

		rest.text[article_word_stem(&rest, &whole)] = '\0';
		post(index, stem_for(index, rest.text, whole), article,
		     weight);
	}
}

/* Shorter words than this say little, unless the operator lists them. */
static const size_t least[] = {
	[ARTICLE_IN_TEXT] = 5, [ARTICLE_IN_TITLE] = 4, [ARTICLE_IN_WORDS] = 2,
};

static bool counts(const struct article_word *word, enum article_place place)
{
	/* Hebrew writes no vowels. */
	return !article_word_is_common(word) &&
	       (word->letters >= least[place] ||
		(word->letters >= 3 && article_word_is_dense(word)));
}

static int weight_of(enum article_place place, size_t words)
{
	switch (place) {
	case ARTICLE_IN_TEXT:
		return WEIGHT_TEXT;
	case ARTICLE_IN_TITLE:
		return words > 1 ? WEIGHT_TITLE : WEIGHT_WHOLE;
	case ARTICLE_IN_WORDS:
		break;
	}
	/* Of a phrase each word says a part. */
	return WEIGHT_WHOLE / (int)(words > 0 ? words : 1);
}

void article_index_add(struct article_index *index, size_t article,
		       enum article_place place, const char *text)
{
	struct article_word word;
	size_t words = 0;

	for (const char *p = text; article_word_next(&p, &word);)
		words += counts(&word, place);
	while (article_word_next(&text, &word))
		if (counts(&word, place))
			add_word(index, article, weight_of(place, words),
				 &word);
}

/* All stems that begin one word, the longest first. */
struct trail {
	const struct stem *at[ARTICLE_WORD_LIMIT];
	size_t count;
};

static void shorten(struct article_word *word)
{
	do {
		word->size--;
	} while (word->size > 0 &&
		 ((unsigned char)word->text[word->size] & 0xc0) == 0x80);
	word->text[word->size] = '\0';
	word->letters--;
}

static struct trail look_up(const struct article_index *index,
			    const struct article_word *word, size_t front)
{
	struct article_word rest = without(word, front);
	const size_t letters = rest.letters;
	struct trail trail = { .count = 0 };

	for (; rest.size > 0 && letters - rest.letters <= ENDING_LIMIT;
	     shorten(&rest)) {
		const struct stem *stem = map_get(&index->stems, rest.text);

		if (stem != NULL && (rest.letters == letters || !stem->whole))
			trail.at[trail.count++] = stem;
	}
	return trail;
}

static struct trail find(const struct article_index *index,
			 const struct article_word *word)
{
	size_t fronts[FRONTS];
	size_t count = article_word_fronts(word, fronts, FRONTS);
	struct trail found = { .count = 0 };

	for (size_t i = 0; i < count; i++) {
		struct trail trail = look_up(index, word, fronts[i]);

		if (trail.count > 0 &&
		    (found.count == 0 ||
		     trail.at[0]->letters > found.at[0]->letters))
			found = trail;
	}
	return found;
}

/* The words of one mail, while they are weighed. */
struct weighing {
	const struct article_index *index;
	bool *seen;			/* each stem counts once */
	int *word;			/* what one word is worth so far, to
					 * each article */
	struct map words;
	struct article_tally tally;
};

/* A word that many articles have tells them apart badly. */
static int worth(const struct stem *stem, const struct posting *posting)
{
	return posting->weight * SEVERAL /
	       (stem->sharing > SEVERAL ? stem->sharing : SEVERAL);
}

/* Of the stems of one word the heaviest counts, for each article. */
static void score(struct weighing *weighing, const struct trail *trail,
		  int times)
{
	for (size_t i = 0; i < trail->count; i++)
		for (const struct posting *p = trail->at[i]->postings;
		     p != NULL; p = p->next) {
			const int now = worth(trail->at[i], p);
			int *had = &weighing->word[p->article];

			if (now <= *had)
				continue;
			weighing->tally.scores[p->article] +=
				times * (now - *had);
			*had = now;
		}
	for (size_t i = 0; i < trail->count; i++)
		for (const struct posting *p = trail->at[i]->postings;
		     p != NULL; p = p->next)
			weighing->word[p->article] = 0;
}

static void weigh_text(struct weighing *weighing, const char *text, int times)
{
	struct article_word word;

	while (article_word_next(&text, &word)) {
		struct trail trail;

		if (article_word_is_common(&word) ||
		    map_get(&weighing->words, word.text) != NULL)
			continue;
		map_put(&weighing->words, word.text, weighing);
		weighing->tally.words++;
		trail = find(weighing->index, &word);
		if (trail.count == 0 || weighing->seen[trail.at[0]->id])
			continue;
		weighing->seen[trail.at[0]->id] = true;
		score(weighing, &trail, times);
	}
}

struct article_tally article_index_weigh(struct arena *arena,
					 const struct article_index *index,
					 const char *subject,
					 const char *text)
{
	struct weighing weighing = {
		.index = index,
		.seen = ARENA_ARRAY(arena, bool, index->stem_count + 1),
		.word = ARENA_ARRAY(arena, int, index->articles + 1),
		.words.arena = arena,
		.tally.scores = ARENA_ARRAY(arena, int, index->articles + 1),
	};

	weigh_text(&weighing, subject, SUBJECT_TIMES);
	weigh_text(&weighing, text, 1);
	return weighing.tally;
}
