/* when.c - weekdays and months as each language says "on …" and "at …". */

#include "desk/when.h"

/* WEEKDAY near TIME, or WEEKDAY day DAY month MONTH far TIME. */
static const struct tongue {
	char language[3];
	const char *near, *day, *month, *far;
	const char *weekdays[7];	/* from Sunday */
	const char *months[12];
} tongues[] = {
	{ "en", " at ", ", ", " ", ", at ",
	  { "on Sunday", "on Monday", "on Tuesday", "on Wednesday",
	    "on Thursday", "on Friday", "on Saturday" },
	  { "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" } },
	{ "el", " στις ", " ", " ", " στις ",
	  { "την Κυριακή", "τη Δευτέρα", "την Τρίτη", "την Τετάρτη",
	    "την Πέμπτη", "την Παρασκευή", "το Σάββατο" },
	  { "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου",
	    "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου",
	    "Νοεμβρίου", "Δεκεμβρίου" } },
	{ "he", " בשעה ", ", ", " ", ", בשעה ",
	  { "ביום ראשון", "ביום שני", "ביום שלישי", "ביום רביעי",
	    "ביום חמישי", "ביום שישי", "בשבת" },
	  { "בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני", "ביולי",
	    "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר", "בדצמבר" } },
	{ "et", " kell ", ", ", ". ", " kell ",
	  { "pühapäeval", "esmaspäeval", "teisipäeval", "kolmapäeval",
	    "neljapäeval", "reedel", "laupäeval" },
	  { "jaanuaril", "veebruaril", "märtsil", "aprillil", "mail", "juunil",
	    "juulil", "augustil", "septembril", "oktoobril", "novembril",
	    "detsembril" } },
};

static const struct tongue *find(const char *language)
{
	for (size_t i = 0; i < sizeof(tongues) / sizeof(tongues[0]); i++)
		if (strcmp(tongues[i].language, language) == 0)
			return &tongues[i];
	return NULL;
}

/* Is it another day of the same name, or one behind it? */
static bool is_far(const struct civil *at, const struct civil *now)
{
	usec_t days = clock_civil(at->year, at->month, at->day) -
		      clock_civil(now->year, now->month, now->day);

	return days >= 7 * USEC_DAY;
}

const char *when_render(struct arena *arena, const struct zone *zone,
			usec_t moment, usec_t now, const char *language)
{
	const struct tongue *tongue = find(language);
	struct civil at, today;
	const char *time, *weekday;

	if (!clock_split(zone_local(zone, moment), &at) ||
	    !clock_split(zone_local(zone, now), &today))
		return "";
	time = arena_printf(arena, "%02d:%02d", at.hour, at.minute);
	if (tongue == NULL)
		return arena_printf(arena, "%04d-%02d-%02d %s", at.year,
				    at.month, at.day, time);
	weekday = tongue->weekdays[at.weekday];
	if (!is_far(&at, &today))
		return arena_printf(arena, "%s%s%s", weekday, tongue->near,
				    time);
	return arena_printf(arena, "%s%s%d%s%s%s%s", weekday, tongue->day,
			    at.day, tongue->month,
			    tongue->months[at.month - 1], tongue->far, time);
}
