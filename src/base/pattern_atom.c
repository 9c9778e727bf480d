/* pattern_atom.c - read one character, escape or class as PCRE2 does. */

#include "base/pattern_atom.h"

#include "base/ascii.h"

struct pattern_atom pattern_lose(struct pattern_reader *reader)
{
	reader->lost = true;
	return (struct pattern_atom){ .kind = PATTERN_BORDER };
}

static struct pattern_atom set_of(unsigned reads)
{
	return (struct pattern_atom){ .kind = PATTERN_SET, .reads = reads };
}

static unsigned reads_of(char c)
{
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return PATTERN_READS_SPACE;
	return ascii_alnum(c) || c == '_' ? PATTERN_READS_WORD :
	       PATTERN_READS_SOLID;
}

struct pattern_atom pattern_character(struct pattern_reader *reader)
{
	const char *start = reader->at++;

	while (((unsigned char)*reader->at & 0xc0) == 0x80)
		reader->at++;
	return (struct pattern_atom){
		.kind = PATTERN_CHARACTER, .bytes = start,
		.size = (size_t)(reader->at - start),
		.reads = reads_of(*start),
	};
}

/* \p{Lu}, \pL: what is not plainly letters or digits may be all. */
static struct pattern_atom read_property(struct pattern_reader *reader,
					 bool negated)
{
	bool braces = *reader->at == '{';
	char first = reader->at[braces];
	size_t size = braces ? strcspn(reader->at, "}") + 1 : 1;

	if (first == '\0' || strnlen(reader->at, size) < size)
		return pattern_lose(reader);
	reader->at += size;
	return set_of(!negated && (first == 'L' || first == 'N') ?
		      PATTERN_READS_WORD : PATTERN_READS_ALL);
}

struct pattern_atom pattern_escape(struct pattern_reader *reader)
{
	char c = *reader->at;

	if (c == '\0')
		return pattern_lose(reader);
	if (!ascii_alnum(c))
		return pattern_character(reader);
	reader->at++;
	if (c == 'p' || c == 'P')
		return read_property(reader, c == 'P');
	if (strchr("bBAzZGK", c) != NULL)
		return (struct pattern_atom){ .kind = PATTERN_BORDER };
	if (c == 'w' || c == 'd')
		return set_of(PATTERN_READS_WORD);
	if (strchr("shvRtnrf", c) != NULL)
		return set_of(PATTERN_READS_SPACE);
	if (c == 'S')
		return set_of(PATTERN_READS_SOLID);
	if (c == 'X') {
		/* Reads on over marks without being repeated. */
		reader->reads |= PATTERN_READS_ALL;
		reader->reach = SIZE_MAX;
	}
	if (strchr("WDHVX", c) != NULL)
		return set_of(PATTERN_READS_ALL);
	return pattern_lose(reader);
}

/* [:alpha:], whose bracket is next. */
static bool skip_posix(struct pattern_reader *reader)
{
	const char *p = reader->at + 2;

	p += *p == '^';
	while (*p >= 'a' && *p <= 'z')
		p++;
	if (p[0] != ':' || p[1] != ']')
		return false;
	reader->at = p + 2;
	return true;
}

/* One thing within [ ]: what it reads. */
static unsigned read_member(struct pattern_reader *reader)
{
	char c = *reader->at;

	if (c == '[' && strchr(":.=", reader->at[1]) != NULL) {
		reader->lost = reader->lost || reader->at[1] == '\0' ||
			       !skip_posix(reader);
		return PATTERN_READS_ALL;
	}
	if (c == '\\') {
		/* Within [ ] these are characters. */
		if (reader->at[1] != '\0' &&
		    strchr("bX", reader->at[1]) != NULL)
			reader->lost = true;
		reader->at++;
		return pattern_escape(reader).reads;
	}
	return pattern_character(reader).reads;
}

/* A range of letters or of digits holds nothing else ("a-z"), nor does one of
 * what is not ASCII. */
static bool is_plain_range(char from, char to)
{
	return (((unsigned char)from & (unsigned char)to) >= 0x80) ||
	       (ascii_digit(from) && ascii_digit(to)) ||
	       (ascii_upper(from) && ascii_upper(to)) ||
	       (ascii_alpha(from) && !ascii_upper(from) &&
		ascii_alpha(to) && !ascii_upper(to));
}

struct pattern_atom pattern_class(struct pattern_reader *reader)
{
	bool negated = *reader->at == '^', first = true;
	unsigned reads = 0;

	reader->at += negated;
	while (!reader->lost && (first || *reader->at != ']')) {
		const char *at = reader->at;

		if (*at == '\0')
			return pattern_lose(reader);
		if (!first && *at == '-' && at[1] != ']') {
			if (!is_plain_range(at[-1], at[1]))
				reads |= PATTERN_READS_ALL;
			reader->at++;
			first = true;	/* a `]` here would end no class */
			continue;
		}
		reads |= read_member(reader);
		first = false;
	}
	reader->at += !reader->lost;
	return set_of(negated ? PATTERN_READS_ALL : reads);
}
