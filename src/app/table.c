/* table.c - cut, pad and colour. */

#include "app/table.h"

#include "base/buffer.h"
#include "base/text.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Where the output is no terminal nobody is disturbed by long lines. */
enum { DEFAULT_WIDTH = 132, LEAST_REST = 12, INDENT = 10 };

static const char *const tones[] = {
	[TABLE_PLAIN] = "", [TABLE_DIM] = "\033[2m", [TABLE_GOOD] = "\033[32m",
	[TABLE_WARN] = "\033[33m", [TABLE_BAD] = "\033[31m",
};

static size_t screen_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long width = columns == NULL ? 0 : strtol(columns, NULL, 10);

	if (isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return width > 0 ? (size_t)width : DEFAULT_WIDTH;
}

bool table_colour(void)
{
	const char *never = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && (never == NULL || never[0] == '\0');
}

struct table_view table_begin(struct arena *arena,
			      const struct table_column *columns,
			      size_t count)
{
	struct table_view view = { arena, columns, count, LEAST_REST,
				   screen_width(), table_colour() };
	const char **titles = ARENA_ARRAY(arena, const char *, count);
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		titles[i] = columns[i].title;
		used += columns[i].width + (i > 0 ? 2 : 0);
	}
	if (view.screen > used + LEAST_REST)
		view.rest = view.screen - used;
	table_row(&view, TABLE_DIM, titles);
	return view;
}

static const char *place(const struct table_view *view, size_t column,
			 const char *cell)
{
	const struct table_column *about = &view->columns[column];
	size_t width = about->width == 0 ? view->rest : about->width;
	size_t has = text_width(cell);

	if (!about->right || has >= width)
		return text_fit(view->arena, cell, width);
	return arena_printf(view->arena, "%*s%s", (int)(width - has), "",
			    cell);
}

static void put_line(const struct table_view *view, enum table_tone tone,
		     struct buffer *line)
{
	while (line->size > 0 && line->data[line->size - 1] == ' ')
		line->size--;
	if (view->colour && tone != TABLE_PLAIN)
		printf("%s%s\033[0m\n", tones[tone], buffer_string(line));
	else
		puts(buffer_string(line));
}

void table_row(const struct table_view *view, enum table_tone tone,
	       const char *const *cells)
{
	struct buffer out = { .arena = view->arena };

	for (size_t i = 0; i < view->count; i++) {
		if (i > 0)
			buffer_text(&out, "  ");
		buffer_text(&out, place(view, i, cells[i]));
	}
	put_line(view, tone, &out);
}

void table_below(const struct table_view *view, enum table_tone tone,
		 const char *const *parts, size_t count)
{
	size_t room = view->screen > INDENT + LEAST_REST
		? view->screen - INDENT : LEAST_REST;
	struct buffer line = { .arena = view->arena };
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		const char *part = text_width(parts[i]) < room ? parts[i] :
				   text_fit(view->arena, parts[i], room - 1);
		size_t width = text_width(part) + (i + 1 < count);

		if (used > 0 && used + 1 + width > room) {
			put_line(view, tone, &line);
			line = (struct buffer){ .arena = view->arena };
			used = 0;
		}
		buffer_printf(&line, "%*s%s%s", used == 0 ? INDENT : 1, "",
			      part, i + 1 < count ? ";" : "");
		used += (used > 0) + width;
	}
	if (used > 0)
		put_line(view, tone, &line);
}

const char *table_age(struct arena *arena, usec_t moment, usec_t now)
{
	int64_t seconds = (now - moment) / USEC_SECOND;

	if (seconds < 60)
		return arena_printf(arena, "%" PRId64 " s",
				    seconds < 0 ? 0 : seconds);
	if (seconds < 3600)
		return arena_printf(arena, "%" PRId64 " min", seconds / 60);
	if (seconds < 48 * 3600)
		return arena_printf(arena, "%" PRId64 " h", seconds / 3600);
	return arena_printf(arena, "%" PRId64 " d", seconds / 86400);
}

const char *table_size(struct arena *arena, int64_t bytes)
{
	if (bytes < 1024)
		return arena_printf(arena, "%" PRId64 " B", bytes);
	if (bytes < 1024 * 1024)
		return arena_printf(arena, "%" PRId64 " KB", bytes / 1024);
	return arena_printf(arena, "%" PRId64 " MB", bytes / 1024 / 1024);
}
