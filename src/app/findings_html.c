/* findings_html.c - findings as one page. */

#include "app/findings_report.h"

#include "app/html.h"

#include <inttypes.h>

static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	"'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<title>Rules on trial</title>\n"
	"<style>\n"
	"body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 70em;"
	" padding: 0 1em; color: #222; }\n"
	"table { border-collapse: collapse; width: 100%; margin: 1em 0; }\n"
	"th, td { text-align: left; padding: .3em .6em; vertical-align: top;"
	" border-bottom: 1px solid #ddd; }\n"
	"td.n, th.n { text-align: right; }\n"
	".apart td { color: #777; }\n"
	"td.old { color: #a33; } td.new { color: #285; }\n"
	"</style></head><body>\n";

static void put_number(struct buffer *out, int64_t number)
{
	buffer_printf(out, "<td class=\"n\">%" PRId64 "</td>", number);
}

static void put_counts(struct buffer *out, const struct tally *tally)
{
	buffer_text(out, "<h2>What would change</h2>\n<table><tr><th>what</th>"
		    "<th>change</th><th class=\"n\">mails</th>"
		    "<th class=\"n\">apart</th></tr>\n");
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = tally->list[i];

		buffer_text(out, "<tr>");
		html_element(out, "td", NULL, outcome_word(row->aspect));
		html_element(out, "td", NULL, tally_change(out->arena, row));
		put_number(out, row->mails);
		put_number(out, row->apart);
		buffer_text(out, "</tr>\n");
	}
	buffer_text(out, "</table>\n");
}

/* The first aspect of a mail stands in the row of the mail. */
static void put_mail(struct buffer *out, const struct finding *finding)
{
	const char *class = finding->grounds != 0 ? " class=\"apart\"" : "";
	int rows = __builtin_popcount(finding->changed);
	bool first = true;

	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		if ((finding->changed & 1u << i) == 0)
			continue;
		buffer_printf(out, "<tr%s>", class);
		if (first) {
			buffer_printf(out, "<td class=\"n\" rowspan=\"%d\">%"
				      PRId64 "</td><td rowspan=\"%d\">", rows,
				      finding->mail_id, rows);
			html_text(out, finding->author);
			buffer_text(out, "<br>");
			html_text(out, finding->subject);
			buffer_text(out, "<br><i>");
			html_text(out, findings_grounds(out->arena,
							finding->grounds));
			buffer_text(out, "</i></td>");
		}
		first = false;
		html_element(out, "td", NULL, outcome_word(i));
		html_element(out, "td", "old", finding->before.values[i]);
		html_element(out, "td", "new", finding->after.values[i]);
		buffer_text(out, "</tr>\n");
	}
}

static void put_mails(struct buffer *out, const struct findings *findings)
{
	buffer_text(out, "<h2>The mails</h2>\n<table><tr><th class=\"n\">mail"
		    "</th><th>from, subject</th><th>what</th><th>now</th>"
		    "<th>then</th></tr>\n");
	for (size_t i = 0; i < findings->count; i++)
		put_mail(out, &findings->list[i]);
	buffer_text(out, "</table>\n");
}

const char *findings_html(struct arena *arena, const struct findings *findings,
			  const struct findings_about *about)
{
	struct buffer out = { .arena = arena };
	struct strings notes = findings_notes(arena, findings);

	buffer_text(&out, head);
	buffer_text(&out, "<h1>");
	html_text(&out, about->candidate);
	buffer_printf(&out, " beside ruleset %" PRId64 "</h1>\n<p>On mail "
		      "decided since ", about->active);
	html_text(&out, clock_render(arena, about->since));
	buffer_printf(&out, ": %" PRId64 " mails, rules have a say in %" PRId64
		      ", <b>%" PRId64 "</b> would be decided otherwise.</p>\n",
		      findings->mails, findings->judged, findings->changed);
	for (size_t i = 0; i < notes.count; i++)
		html_element(&out, "p", NULL, notes.at[i]);
	if (findings->tally.count > 0) {
		put_counts(&out, &findings->tally);
		put_mails(&out, findings);
	}
	buffer_text(&out, "</body></html>\n");
	return buffer_string(&out);
}
