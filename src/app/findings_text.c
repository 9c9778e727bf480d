/* findings_text.c - findings as tables, and the sentences below them. */

#include "app/findings_report.h"

#include "app/table.h"

#include <inttypes.h>

/* Values of one aspect that are shown; JSON has all of them. */
enum { NOTES_MOST = 8, VALUES_SHOWN = 20 };

static void add_apart(struct arena *arena, const struct findings *findings,
		      struct strings *notes, const char **at)
{
	struct buffer out = { .arena = arena };

	if (findings->apart == 0)
		return;
	buffer_printf(&out, "%" PRId64 " mails rest on more than themselves "
		      "and are counted apart; they were judged as things "
		      "stood then:", findings->apart);
	for (size_t i = 0; i < REDECIDE_EARLIER; i++)
		if (findings->grounds[i] != 0)
			buffer_printf(&out, " %s %" PRId64,
				      redecide_ground_word(i),
				      findings->grounds[i]);
	buffer_char(&out, '.');
	at[notes->count++] = buffer_string(&out);
}

struct strings findings_notes(struct arena *arena,
			      const struct findings *findings)
{
	const char **at = ARENA_ARRAY(arena, const char *, NOTES_MOST);
	struct strings notes = { at, 0 };
	int64_t followers = findings->grounds[REDECIDE_EARLIER];

	add_apart(arena, findings, &notes, at);
	if (followers != 0)
		at[notes.count++] = arena_printf(arena, "%" PRId64 " mails "
			"come after one that would have ended otherwise, and "
			"might then have found another ticket "
			"(earlier-mail).", followers);
	if (findings->drifted != 0)
		at[notes.count++] = arena_printf(arena, "%" PRId64 " mails "
			"were judged otherwise then than the same rules would "
			"today: by another program, or other settings.",
			findings->drifted);
	if (findings->unread != 0)
		at[notes.count++] = arena_printf(arena, "%" PRId64 " mails "
			"could not be read.", findings->unread);
	if (findings->tally.others != 0)
		at[notes.count++] = arena_printf(arena, "%" PRId64 " changes "
			"more are of too many kinds to be listed.",
			findings->tally.others);
	if ((size_t)findings->changed > findings->count)
		at[notes.count++] = arena_printf(arena, "Only the first %zu "
			"mails are listed (--limit).", findings->count);
	return notes;
}

static void print_changes(struct arena *arena, const struct tally *tally)
{
	static const struct table_column columns[] = {
		{ "what", 12, false }, { "mails", 8, true },
		{ "apart", 8, true }, { "change", 0, false },
	};
	struct table_view view = table_begin(arena, columns, 4);
	size_t same = 0, left_out = 0;

	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = tally->list[i];

		same = i > 0 && tally->list[i - 1]->aspect == row->aspect
			? same + 1 : 0;
		if (same >= VALUES_SHOWN) {
			left_out++;
			continue;
		}
		table_row(&view, TABLE_PLAIN, (const char *[]){
			outcome_word(row->aspect),
			arena_printf(arena, "%" PRId64, row->mails),
			arena_printf(arena, "%" PRId64, row->apart),
			tally_change(arena, row),
		});
	}
	if (left_out > 0)
		printf("and %zu rarer changes, which --json lists\n",
		       left_out);
}

static void print_change(const struct table_view *view, enum table_tone tone,
			 const struct finding *finding)
{
	const char *parts[OUTCOME_COUNT + 1];
	size_t count = 0;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		if ((finding->changed & 1u << i) != 0)
			parts[count++] = arena_printf(view->arena, "%s %s",
				outcome_word(i),
				outcome_change(view->arena, i,
					       finding->before.values[i],
					       finding->after.values[i]));
	if (finding->grounds != 0)
		parts[count++] = arena_printf(view->arena, "(%s)",
			findings_grounds(view->arena, finding->grounds));
	table_below(view, tone, parts, count);
}

/* What would change is what the reader looks for: it has lines of its own. */
static void print_mails(struct arena *arena, const struct findings *findings)
{
	static const struct table_column columns[] = {
		{ "mail", 8, true }, { "ticket", 6, true },
		{ "from", 24, false }, { "subject; what would change", 0,
					 false },
	};
	struct table_view view = table_begin(arena, columns, 4);

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];
		enum table_tone tone = finding->grounds != 0 ? TABLE_DIM :
				       TABLE_PLAIN;

		table_row(&view, tone, (const char *[]){
			arena_printf(arena, "%" PRId64, finding->mail_id),
			finding->ticket_number == 0 ? "" :
				arena_printf(arena, "%" PRId64,
					     finding->ticket_number),
			finding->author, finding->subject,
		});
		print_change(&view, tone, finding);
	}
}

void findings_print(struct arena *arena, const struct findings *findings,
		    const struct findings_about *about)
{
	struct strings notes = findings_notes(arena, findings);

	printf("%s beside ruleset %" PRId64 ", on mail decided since %s\n"
	       "%" PRId64 " mails, rules have a say in %" PRId64 ": %" PRId64
	       " would be decided otherwise.\n", about->candidate,
	       about->active, clock_render(arena, about->since),
	       findings->mails, findings->judged, findings->changed);
	if (findings->mails == 0)
		puts("There is no such mail yet.");
	if (findings->tally.count > 0) {
		putchar('\n');
		print_changes(arena, &findings->tally);
		putchar('\n');
		print_mails(arena, findings);
	}
	if (notes.count > 0)
		putchar('\n');
	for (size_t i = 0; i < notes.count; i++)
		puts(notes.at[i]);
	if (about->took > 0)
		printf("\nIt took %.1f s, %.0f mails a second.\n",
		       (double)about->took / 1e6,
		       (double)findings->mails * 1e6 / (double)about->took);
}
