/* headerfield.c - read "Label: value" lines until they are no header. */

#include "mail/headerfield.h"

#include "mail/headerword.h"
#include "base/buffer.h"
#include "base/text.h"

/* Limits: of a label in bytes, of empty lines between fields, of the lines
 * of a block and of a field, of a value in bytes, of colons in a block of one
 * line. */
#define LABEL_BYTES 48
#define BLOCK_LINES 120
#define EMPTY_BETWEEN 2
#define FIELD_LINES 60
#define VALUE_BYTES 16384
#define COLONS 40

#define BIT(field) (1u << (field))

/* While the fields are read. */
struct reader {
	struct arena *arena;
	const struct lines *lines;
	struct headerblock *block;
	unsigned seen;		/* bits of the fields */
	enum headerblock_field field;	/* the one whose value grows */
	struct buffer value;
	size_t resumes;		/* up to this line the value goes on */
	bool below;		/* values stand below their labels */
};

static bool is_mark(char c)
{
	return c == '*' || c == '_' || c == ' ' || c == '\t';
}

/* The colon that ends a label at `p`: its place, or NULL; CJK clients may
 * write U+FF1A. */
static const char *find_colon(const char *p, const char *end, size_t *len_r)
{
	if ((size_t)(end - p) > LABEL_BYTES)
		end = p + LABEL_BYTES;
	for (; p < end; p++) {
		*len_r = *p == ':' ? 1 : 3;
		if (*p == ':' || (end - p >= 3 &&
				  memcmp(p, "\xef\xbc\x9a", 3) == 0))
			return p;
	}
	return NULL;
}

/* One to four words without digits and addresses. */
static bool is_shaped(const char *label)
{
	size_t spaces = 0;

	for (const char *p = label; *p != '\0'; p++) {
		if (strchr("0123456789@<>\"/\\,.;!?", *p) != NULL)
			return false;
		spaces += *p == ' ';
	}
	return label[0] != '\0' && spaces < 4;
}

struct headerfield headerfield_at(struct arena *arena, const struct lines *lines,
			       size_t i)
{
	const struct line *line = &lines->at[i];
	const char *p = lines->bytes + line->text;
	const char *end = lines->bytes + line->tail, *colon, *tail;
	struct headerfield label = { .field = HEADERBLOCK_NO_FIELD };
	size_t colon_len;
	char *words;

	while (p < end && is_mark(*p))
		p++;
	colon = find_colon(p, end, &colon_len);
	if (colon == NULL)
		return label;
	words = text_caseless(arena, p, (size_t)(colon - p));
	tail = words + strlen(words);
	while (tail > words && is_mark(tail[-1]))
		tail--;
	words[tail - words] = '\0';
	/* No label has a digit or an address: that spares the tables. */
	if (strpbrk(words, "0123456789@<>\",") == NULL)
		label.field = headerword_label(words, &label.language);
	label.shaped = is_shaped(words);
	p = colon + colon_len;
	while (p < end && is_mark(*p))
		p++;
	label.value = (size_t)(p - lines->bytes);
	return label;
}

static void add_value(struct reader *in, size_t start, size_t end)
{
	if (in->value.size > 0)
		buffer_char(&in->value, ' ');
	if (in->value.size < VALUE_BYTES)
		buffer_add(&in->value, in->lines->bytes + start, end - start);
}

/* The value that grew is whole. */
static void end_value(struct reader *in)
{
	if (in->field < HEADERBLOCK_OTHER)
		in->block->values[in->field] =
			text_line(in->arena, buffer_string(&in->value),
				  in->value.size, VALUE_BYTES);
	in->value = (struct buffer){ .arena = in->arena };
}

static void begin_value(struct reader *in, size_t i,
			const struct headerfield *label)
{
	end_value(in);
	in->field = label->field;
	in->seen |= BIT(label->field);
	if (in->block->language == NULL)
		in->block->language = label->language;
	add_value(in, label->value, in->lines->at[i].tail);
}

/* A field of the block that is not there yet? */
static bool is_new(const struct reader *in, const struct headerfield *label)
{
	return label->field == HEADERBLOCK_OTHER ||
	       (label->field < HEADERBLOCK_OTHER &&
		!(in->seen & BIT(label->field)));
}

/* Is line `i`, behind empty ones, the next field? */
static bool goes_on(const struct reader *in, size_t i)
{
	struct headerfield label;

	if (i == in->lines->count ||
	    in->lines->at[i].depth != in->block->depth ||
	    (in->seen & HEADERFIELD_MAIN) == HEADERFIELD_MAIN)
		return false;
	label = headerfield_at(in->arena, in->lines, i);
	return label.field != HEADERBLOCK_OTHER && is_new(in, &label);
}

/* The line below `i` where a new field starts, or 0: what lies between belongs
 * to the field above.  Notes puts an empty line behind lists. */
static size_t next_field(const struct reader *in, size_t i)
{
	for (size_t n = 1; n < FIELD_LINES && ++i < in->lines->count; n++) {
		const struct line *line = &in->lines->at[i];
		struct headerfield label;

		if (line_is_blank(line)) {
			size_t next = lines_next(in->lines, i);

			return in->field != HEADERBLOCK_SUBJECT &&
			       next - i <= EMPTY_BETWEEN &&
			       goes_on(in, next) ? next : 0;
		}
		if (line->depth != in->block->depth)
			return 0;
		label = headerfield_at(in->arena, in->lines, i);
		if (label.field < HEADERBLOCK_NO_FIELD)
			return is_new(in, &label) ? i : 0;
	}
	return 0;
}

/* Does the list of addresses go on below? */
static bool is_open(const struct reader *in)
{
	const char *value = in->value.data;
	size_t size = in->value.size;

	if (in->field != HEADERBLOCK_TO && in->field != HEADERBLOCK_CC)
		return false;
	while (size > 0 && value[size - 1] == ' ')
		size--;
	return size > 0 && (value[size - 1] == ',' || value[size - 1] == ';');
}

/* A line that is no known field: part of the value above, or an unknown
 * field.  False where the block ends. */
static bool read_other(struct reader *in, size_t i, const struct headerfield *label)
{
	const struct line *line = &in->lines->at[i];
	bool has_value = in->value.size > 0;
	bool first = in->field == HEADERBLOCK_NO_FIELD;
	const char *at;

	if (first && !label->shaped)
		return false;
	if (in->resumes <= i) {
		in->resumes = next_field(in, i);
		if (in->resumes == 0 && !is_open(in) &&
		    !(in->below && !has_value))
			return false;
	}
	at = memchr(in->lines->bytes + line->text, '@',
		    line->tail - line->text);
	if (label->shaped && in->resumes > i && (has_value || first)) {
		struct headerfield named = *label;

		named.field = at != NULL && !(in->seen & BIT(HEADERBLOCK_FROM)) ?
			HEADERBLOCK_FROM : HEADERBLOCK_OTHER;
		begin_value(in, i, &named);
		return true;
	}
	in->below = in->below || !has_value;
	add_value(in, line->text, line->tail);
	return true;
}

unsigned headerfield_read(struct arena *arena, const struct lines *lines,
			  size_t i, struct headerblock *block)
{
	struct reader in = {
		.arena = arena,
		.lines = lines,
		.block = block,
		.field = HEADERBLOCK_NO_FIELD,
		.value = { .arena = arena },
	};
	size_t limit = lines->count - i > BLOCK_LINES ? i + BLOCK_LINES :
		lines->count;

	while (i < limit) {
		const struct line *line = &lines->at[i];
		struct headerfield label;

		if (line_is_blank(line)) {
			size_t next = lines_next(lines, i);

			if (next - i > EMPTY_BETWEEN || !goes_on(&in, next))
				break;
			i = next;
			continue;
		}
		if (line->depth != block->depth)
			break;
		label = headerfield_at(arena, lines, i);
		if (is_new(&in, &label))
			begin_value(&in, i, &label);
		else if (label.field < HEADERBLOCK_NO_FIELD ||
			 !read_other(&in, i, &label))
			break;
		i++;
	}
	end_value(&in);
	block->next = i;
	return in.seen;
}

/* The longest label that ends at the colon at `colon`, for a field that is
 * not there yet: Yahoo glues it to the value before ("09:26:50 CETAsunto:").
 * It starts with a capital, or in a script that has none. */
static const char *label_before(struct arena *arena, const char *start,
				const char *colon, unsigned seen,
				struct headerfield *label_r)
{
	const char *p = colon - start > LABEL_BYTES ? colon - LABEL_BYTES :
		start;

	for (; p < colon; p++) {
		const char *next = p;
		uint32_t c;
		char *words;

		if (((unsigned char)*p & 0xc0) == 0x80)
			continue;
		c = text_next(&next, colon);
		if (!text_is_alnum(c) || text_lower_of(c) == c)
			if (c < 0x590)
				continue;
		words = text_caseless(arena, p, (size_t)(colon - p));
		label_r->field = headerword_label(words, &label_r->language);
		if (label_r->field < HEADERBLOCK_OTHER &&
		    !(seen & BIT(label_r->field)))
			return p;
	}
	return NULL;
}

unsigned headerfield_inline(struct arena *arena, const char *text, size_t size,
			    struct headerblock *block)
{
	const char *end = text + size, *p = text, *value = NULL;
	enum headerblock_field field = HEADERBLOCK_NO_FIELD;
	unsigned seen = 0;

	for (int n = 0; n < COLONS; n++) {
		const char *colon = memchr(p, ':', (size_t)(end - p)), *from;
		struct headerfield label = { .field = HEADERBLOCK_NO_FIELD };

		if (colon == NULL)
			break;
		from = label_before(arena, p, colon, seen, &label);
		p = colon + 1;
		if (from == NULL)
			continue;
		if (value != NULL)
			block->values[field] = text_line(arena, value,
				(size_t)(from - value), VALUE_BYTES);
		if (block->language == NULL)
			block->language = label.language;
		field = label.field;
		seen |= BIT(field);
		value = p;
	}
	if (value != NULL)
		block->values[field] = text_line(arena, value,
			(size_t)(end - value), VALUE_BYTES);
	return seen;
}
