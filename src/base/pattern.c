/* pattern.c - read a pattern as PCRE2 does, as far as that is certain. */

#include "base/pattern_atom.h"

#include "base/ascii.h"

enum {
	REQUIRED_LIMIT = 32,	/* words of which one must stand there */
	DEPTH_LIMIT = 60,	/* above what regex.c lets in */
};

/* Words of which one must stand there; count 0: nothing is certain. */
struct clause {
	const char **at;
	size_t count;
	size_t least;		/* bytes of the shortest */
};

struct times {
	size_t least, most;	/* SIZE_MAX: no limit */
};

static struct clause read_branches(struct pattern_reader *reader);

/* Behind "(?": the start of a group that does no more than group; false where
 * it is another. */
static bool skip_plain_start(struct pattern_reader *reader)
{
	const char *p = reader->at;
	size_t name;

	if (*p == ':' || *p == '>') {
		reader->at++;
		return true;
	}
	p += *p == 'P';
	if ((*p != '<' && *p != '\'') || p[1] == '=' || p[1] == '!')
		return false;
	name = strcspn(p + 1, ">'");
	if (p[1 + name] == '\0')
		return false;
	reader->at = p + 1 + name + 1;
	return true;
}

/* (?= (?! (?<= (?<! , where nothing is required of the match itself. */
static bool skip_look_start(struct pattern_reader *reader)
{
	const char *p = reader->at + (*reader->at == '<');

	if (*p != '=' && *p != '!')
		return false;
	reader->at = p + 1;
	return true;
}

/* Behind the opening parenthesis. */
static struct pattern_atom read_group(struct pattern_reader *reader,
				      struct clause *clause_r)
{
	bool looks = false;

	if (*reader->at == '*' || reader->depth == DEPTH_LIMIT)
		return pattern_lose(reader);
	if (*reader->at == '?') {
		reader->at++;
		looks = skip_look_start(reader);
		if (!looks && !skip_plain_start(reader))
			return pattern_lose(reader);
	}
	reader->depth++;
	*clause_r = read_branches(reader);
	reader->depth--;
	if (looks)
		clause_r->count = 0;
	if (*reader->at != ')')
		return pattern_lose(reader);
	reader->at++;
	return (struct pattern_atom){ .kind = PATTERN_GROUP };
}

/* What a group requires in *clause_r. */
static struct pattern_atom read_atom(struct pattern_reader *reader,
				     struct clause *clause_r)
{
	switch (*reader->at) {
	case '\\':
		reader->at++;
		return pattern_escape(reader);
	case '[':
		reader->at++;
		return pattern_class(reader);
	case '(':
		reader->at++;
		return read_group(reader, clause_r);
	case '.':
		reader->at++;
		return (struct pattern_atom){ .kind = PATTERN_SET,
					      .reads = PATTERN_READS_LINE };
	case '^':
	case '$':
		reader->at++;
		return (struct pattern_atom){ .kind = PATTERN_BORDER };
	case '{':
	case '*':
	case '+':
	case '?':
		return pattern_lose(reader);
	default:
		return pattern_character(reader);
	}
}

static size_t read_number(struct pattern_reader *reader)
{
	size_t number = 0;

	for (; ascii_digit(*reader->at); reader->at++)
		if (number < 100000)
			number = number * 10 + (size_t)(*reader->at - '0');
	return number;
}

/* {2}, {2,} or {2,5}; anything else would be plain text to PCRE2. */
static struct times read_braces(struct pattern_reader *reader)
{
	struct times times;

	reader->at++;
	reader->lost = reader->lost || !ascii_digit(*reader->at);
	times.least = times.most = read_number(reader);
	if (*reader->at == ',') {
		reader->at++;
		times.most = *reader->at == '}' ? SIZE_MAX :
			     read_number(reader);
	}
	reader->lost = reader->lost || *reader->at != '}';
	reader->at += *reader->at == '}';
	return times;
}

static struct times read_times(struct pattern_reader *reader)
{
	struct times times = { 1, 1 };
	char c = *reader->at;

	if (c == '\0' || strchr("*+?{", c) == NULL)
		return times;
	if (c == '{') {
		times = read_braces(reader);
	} else {
		times.least = c == '+';
		times.most = c == '?' ? 1 : SIZE_MAX;
		reader->at++;
	}
	/* lazy or possessive */
	if (*reader->at == '+' || *reader->at == '?')
		reader->at++;
	return times;
}

/* The letters that stand one behind the other. */
struct run {
	char *text;
	size_t size;
};

static void take_better(struct clause *best, struct clause other)
{
	if (other.count > 0 && (best->count == 0 || other.least > best->least))
		*best = other;
}

static void end_run(struct pattern_reader *reader, struct run *run,
		    struct clause *best)
{
	if (run->size > 0 && (best->count == 0 || run->size > best->least)) {
		const char **one = ARENA_ARRAY(reader->arena, const char *, 1);

		one[0] = arena_strndup(reader->arena, run->text, run->size);
		*best = (struct clause){ one, 1, run->size };
	}
	run->size = 0;
}

static void note_reads(struct pattern_reader *reader,
		       const struct pattern_atom *atom, struct times times)
{
	if (atom->kind == PATTERN_GROUP || times.most <= 1)
		return;
	reader->reads |= atom->reads;
	if (times.most > reader->reach)
		reader->reach = times.most;
}

static struct clause read_sequence(struct pattern_reader *reader)
{
	struct clause best = { .count = 0 };
	struct run run = { .text = arena_room(reader->arena,
					      strlen(reader->at) + 1) };

	while (!reader->lost && strchr("|)", *reader->at) == NULL) {
		struct clause inner = { .count = 0 };
		struct pattern_atom atom = read_atom(reader, &inner);
		struct times times = read_times(reader);
		bool whole = atom.kind == PATTERN_CHARACTER && times.least > 0;

		note_reads(reader, &atom, times);
		if (whole) {
			memcpy(run.text + run.size, atom.bytes, atom.size);
			run.size += atom.size;
		}
		if (!whole || times.most != 1)
			end_run(reader, &run, &best);
		if (atom.kind == PATTERN_GROUP && times.least > 0)
			take_better(&best, inner);
	}
	end_run(reader, &run, &best);
	return best;
}

/* One of each branch, where every branch requires something. */
static struct clause read_branches(struct pattern_reader *reader)
{
	struct clause all = read_sequence(reader);

	while (!reader->lost && *reader->at == '|') {
		struct clause more;
		const char **at;

		reader->at++;
		more = read_sequence(reader);
		if (all.count == 0 || more.count == 0 ||
		    all.count + more.count > REQUIRED_LIMIT) {
			all.count = 0;
			continue;
		}
		at = ARENA_ARRAY(reader->arena, const char *,
				 all.count + more.count);
		memcpy(at, all.at, all.count * sizeof(*at));
		memcpy(at + all.count, more.at, more.count * sizeof(*at));
		all.at = at;
		all.count += more.count;
		if (more.least < all.least)
			all.least = more.least;
	}
	return all;
}

struct pattern pattern_read(struct arena *arena, const char *text)
{
	struct pattern_reader reader = { .arena = arena, .at = text };
	struct clause clause = read_branches(&reader);

	/* A parenthesis too many, or what we do not know. */
	if (reader.lost || *reader.at != '\0')
		return (struct pattern){ .reads = PATTERN_READS_ALL,
					 .reach = SIZE_MAX };
	return (struct pattern){
		.required = clause.at, .required_count = clause.count,
		.reads = reader.reads, .reach = reader.reach,
	};
}
