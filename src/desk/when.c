/* when.c - weekdays and months as each language says "on …" and "at …". */

#include "desk/when.h"

/* WEEKDAY near AT TIME, or WEEKDAY day DAY month MONTH far AT TIME; AT is
 * another word before one o'clock where that is a singular.  As a limit it
 * begins with BY, which stands for the first bytes of the weekday. */
static const struct tongue {
	char language[3];
	const char *near, *day, *month, *far;
	const char *at, *at_one, *behind;	/* around the time */
	const char *by;
	size_t by_skips;			/* "on ": bytes */
	const char *weekdays[7];		/* from Sunday */
	const char *months[12];
} tongues[] = {
	{ "en", " ", ", ", " ", ", ", "at ", "at ", "",
	  "by ", sizeof("on ") - 1,
	  { "on Sunday", "on Monday", "on Tuesday", "on Wednesday",
	    "on Thursday", "on Friday", "on Saturday" },
	  { "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" } },
	{ "el", " ", " ", " ", " ", "στις ", "στη ", "",
	  "έως ", 0,
	  { "την Κυριακή", "τη Δευτέρα", "την Τρίτη", "την Τετάρτη",
	    "την Πέμπτη", "την Παρασκευή", "το Σάββατο" },
	  { "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου",
	    "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου",
	    "Νοεμβρίου", "Δεκεμβρίου" } },
	{ "he", " ", ", ", " ", ", ", "בשעה ", "בשעה ", "",
	  "עד ", sizeof("ב") - 1,
	  { "ביום ראשון", "ביום שני", "ביום שלישי", "ביום רביעי",
	    "ביום חמישי", "ביום שישי", "בשבת" },
	  { "בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני", "ביולי",
	    "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר", "בדצמבר" } },
	{ "et", " ", ", ", ". ", " ", "kell ", "kell ", "",
	  "hiljemalt ", 0,
	  { "pühapäeval", "esmaspäeval", "teisipäeval", "kolmapäeval",
	    "neljapäeval", "reedel", "laupäeval" },
	  { "jaanuaril", "veebruaril", "märtsil", "aprillil", "mail", "juunil",
	    "juulil", "augustil", "septembril", "oktoobril", "novembril",
	    "detsembril" } },
	{ "de", " ", ", dem ", ". ", ", ", "um ", "um ", " Uhr",
	  "spätestens ", 0,
	  { "am Sonntag", "am Montag", "am Dienstag", "am Mittwoch",
	    "am Donnerstag", "am Freitag", "am Samstag" },
	  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" } },
	{ "fr", " ", " ", " ", " ", "à ", "à ", "",
	  "au plus tard ", 0,
	  { "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
	    "samedi" },
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" } },
	{ "es", " ", " ", " de ", " ", "a las ", "a la ", "",
	  "a más tardar ", 0,
	  { "el domingo", "el lunes", "el martes", "el miércoles",
	    "el jueves", "el viernes", "el sábado" },
	  { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" } },
	{ "pt", " ", ", ", " de ", ", ", "às ", "à ", "",
	  "até ", sizeof("na ") - 1,
	  { "no domingo", "na segunda-feira", "na terça-feira",
	    "na quarta-feira", "na quinta-feira", "na sexta-feira",
	    "no sábado" },
	  { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
	    "agosto", "setembro", "outubro", "novembro", "dezembro" } },
	{ "ru", " ", ", ", " ", ", ", "в ", "в ", "",
	  "самое позднее ", 0,
	  { "в воскресенье", "в понедельник", "во вторник", "в среду",
	    "в четверг", "в пятницу", "в субботу" },
	  { "января", "февраля", "марта", "апреля", "мая", "июня", "июля",
	    "августа", "сентября", "октября", "ноября", "декабря" } },
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

/* French writes "9 h 05", with blanks that no line ends at. */
static const char *time_of(struct arena *arena, const struct civil *at,
			   const char *language)
{
	if (strcmp(language, "fr") != 0)
		return arena_printf(arena, "%02d:%02d", at->hour, at->minute);
	if (at->minute == 0)
		return arena_printf(arena, "%d\u00a0h", at->hour);
	return arena_printf(arena, "%d\u00a0h\u00a0%02d", at->hour, at->minute);
}

/* The first of a month is an ordinal number in French. */
static const char *day_of(struct arena *arena, const struct civil *at,
			  const char *language)
{
	return arena_printf(arena, "%d%s", at->day, at->day == 1 &&
			    strcmp(language, "fr") == 0 ? "er" : "");
}

/* `prefix` stands for the first bytes of the weekday. */
static const char *render(struct arena *arena, const struct tongue *tongue,
			  const char *prefix, size_t skips,
			  const struct civil *at, bool far)
{
	const char *weekday = tongue->weekdays[at->weekday] + skips;
	const char *time = arena_printf(arena, "%s%s%s", at->hour == 1
					? tongue->at_one : tongue->at,
					time_of(arena, at, tongue->language),
					tongue->behind);

	if (!far)
		return arena_printf(arena, "%s%s%s%s", prefix, weekday,
				    tongue->near, time);
	return arena_printf(arena, "%s%s%s%s%s%s%s%s", prefix, weekday,
			    tongue->day, day_of(arena, at, tongue->language),
			    tongue->month, tongue->months[at->month - 1],
			    tongue->far, time);
}

static const char *say(struct arena *arena, const struct zone *zone,
		       usec_t moment, usec_t now, const char *language,
		       bool limit)
{
	const struct tongue *tongue = find(language);
	struct civil at, today;

	if (!clock_split(zone_local(zone, moment), &at) ||
	    !clock_split(zone_local(zone, now), &today))
		return "";
	if (tongue == NULL)
		return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", at.year,
				    at.month, at.day, at.hour, at.minute);
	return render(arena, tongue, limit ? tongue->by : "",
		      limit ? tongue->by_skips : 0, &at, is_far(&at, &today));
}

const char *when_render(struct arena *arena, const struct zone *zone,
			usec_t moment, usec_t now, const char *language)
{
	return say(arena, zone, moment, now, language, false);
}

const char *when_render_by(struct arena *arena, const struct zone *zone,
			   usec_t moment, usec_t now, const char *language)
{
	return say(arena, zone, moment, now, language, true);
}
