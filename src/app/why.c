/* why.c - `postdesk why MAIL`: what was seen, asked and decided. */

#include "app/mails.h"

#include "app/look.h"
#include "app/options.h"
#include "app/outline.h"
#include "app/ruling.h"
#include "store/ruleset.h"
#include "store/ledger_raw.h"
#include "store/trial.h"

#include <inttypes.h>
#include <sysexits.h>

/* The rules once more, by the version that judged the mail last. */
struct again {
	int64_t version;
	struct rules *rules;
	struct ruling *rulings;
	size_t count;
	const char *why_not;	/* NULL: they were asked */
};

static bool load(const struct look *look, const struct trial_mail *mail,
		 struct decider *decider, struct again *again,
		 struct err *err)
{
	struct bundle bundle;

	if (!ruleset_read(look->db, look->arena, look->desk->desk.id,
			  mail->ruleset, &bundle, err))
		return false;
	again->version = mail->ruleset;
	again->rules = rules_load(&bundle, err);
	*decider = (struct decider){
		.desk = &look->desk->desk, .rules = again->rules,
		.ruleset = mail->ruleset,
	};
	return again->rules != NULL;
}

/* The reader that is asked has no database: it needs all of the mail. */
static bool whole(const struct look *look, struct trial_mail *mail,
		  struct err *err)
{
	char *bytes;

	if (mail->bytes != NULL)
		return true;
	bytes = arena_room(look->arena, mail->size);
	mail->bytes = bytes;
	return ledger_range(look->db, look->desk->desk.id, mail->id, 0,
			    mail->size, bytes, &mail->size, err);
}

static bool ask(const struct look *look, int64_t id, struct again *again,
		struct err *err)
{
	struct trial_mail *mail;
	struct decider decider;
	size_t count, done;

	if (!trial_mails(look->db, look->arena, look->desk->desk.id, &id, 1,
			 &mail, &count, &done, err) ||
	    (count > 0 && !whole(look, mail, err)))
		return false;
	if (count == 0 || !mail->judged || mail->unparsed)
		return err_permanent(err, "rules had no say in it");
	return load(look, mail, &decider, again, err) &&
	       ruling_read(look->arena, &(struct ruling_work){
			.decider = &decider, .secrets = look->desk->secrets,
			.past = &mail->past, .received = mail->received,
			.bytes = mail->bytes, .size = mail->size,
	       }, &again->rulings, &again->count, err);
}

static struct again ask_again(const struct look *look, int64_t id)
{
	struct again again = { .why_not = NULL };
	struct err err;

	if (!ask(look, id, &again, &err))
		again.why_not = arena_strdup(look->arena, err.text);
	return again;
}

static void put_decisions(struct json *json, struct arena *arena,
			  const struct report_why *why)
{
	json_key(json, "decisions");
	json_open(json, '[');
	for (size_t i = 0; i < why->trace_count; i++) {
		json_open(json, '{');
		json_put(json, "at", clock_render(arena, why->traces[i].at));
		json_put_int(json, "ruleset", why->traces[i].ruleset);
		json_key(json, "trace");
		buffer_text(json->out, why->traces[i].facts);
		json->comma = true;
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void say_json(struct arena *arena, const struct report_why *why,
		     const struct again *again)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_key(&json, "mail");
	mails_put(&json, arena, &why->mail);
	put_decisions(&json, arena, why);
	json_key(&json, "rules");
	if (again->why_not != NULL)
		json_null(&json);
	else
		ruling_json(&json, again->rulings, again->count);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static void say(struct arena *arena, const struct report_why *why,
		const struct again *again)
{
	mails_say_end(arena, &why->mail);
	mails_say_attachments(arena, why);
	for (size_t i = 0; i < why->trace_count; i++) {
		printf("\nDecided %s with ruleset %" PRId64 "\n",
		       clock_render(arena, why->traces[i].at),
		       why->traces[i].ruleset);
		outline_print(why->traces[i].facts, 2);
	}
	if (why->trace_count == 0)
		return;
	if (again->why_not != NULL) {
		printf("\nThe rules were not asked again: %s.\n",
		       again->why_not);
		return;
	}
	printf("\nThe rules of ruleset %" PRId64 ", asked again:\n",
	       again->version);
	ruling_print(arena, again->rulings, again->count);
}

static int explain(const struct look *look, int64_t id, bool as_json)
{
	struct report_why why;
	struct again again;
	struct err err;

	if (!report_why(look->db, look->arena, look->desk->desk.id, id, &why,
			&err))
		return look_failed("why", &err);
	again = ask_again(look, id);
	if (as_json)
		say_json(look->arena, &why, &again);
	else
		say(look->arena, &why, &again);
	rules_free(&again.rules);
	return 0;
}

int mails_why_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"why [OPTION...] MAIL", "Why a mail was treated as it was: "
		"every test, candidate and rule, the facts that\nthe decision "
		"rested on, and the rules that nearly hit.", rows, 3, 1, 1,
	};
	struct look look;
	int first, status;
	int64_t id;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!look_number(argv[first], &id)) {
		fprintf(stderr, "postdesk why: %s is not the id of a mail "
			"(see `postdesk mail list`)\n", argv[first]);
		return EX_USAGE;
	}
	if (!look_begin(&look, "why", config, desk, &status))
		return status;
	status = explain(&look, id, as_json);
	look_end(&look);
	return status;
}
