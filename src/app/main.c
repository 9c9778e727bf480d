/* main.c - find the command and run it. */

#include "app/audit.h"
#include "app/contacts.h"
#include "app/correct.h"
#include "app/ctl.h"
#include "app/doctor.h"
#include "app/drafts.h"
#include "app/erase.h"
#include "app/incident_command.h"
#include "app/init.h"
#include "app/inspect.h"
#include "app/instruct.h"
#include "app/log.h"
#include "app/mails.h"
#include "app/outgoing.h"
#include "app/promises.h"
#include "app/publish.h"
#include "app/articles_command.h"
#include "app/replies_command.h"
#include "app/rules_command.h"
#include "app/run.h"
#include "app/testbuild.h"
#include "app/tickets.h"
#include "app/survey.h"
#include "app/try.h"
#include "app/work.h"
#include "base/failpoint.h"
#include "store/db.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>

/* One row a command: add it here and it is found and listed. */
static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "run", run_main, "do it all, until told to stop" },
	{ "tickets", tickets_main, "list tickets" },
	{ "show", tickets_show_main, "show one ticket" },
	{ "why", mails_why_main, "say why a mail was treated as it was" },
	{ "mail", mails_main, "list, show, retry or release mail" },
	{ "contact", contacts_main, "list people, and link addresses" },
	{ "join", correct_join_main, "let a held mail into its ticket" },
	{ "split", correct_split_main, "give messages their own ticket" },
	{ "merge", correct_merge_main, "make two tickets one, or two again" },
	{ "close", correct_close_main, "close a ticket" },
	{ "reopen", correct_reopen_main, "open a ticket again" },
	{ "reply", instruct_main, "write to the customer of a ticket" },
	{ "note", instruct_main, "leave a note in a ticket" },
	{ "canned", instruct_main, "send a reply of the desk" },
	{ "new", instruct_main, "begin a ticket with a customer" },
	{ "assign", instruct_main, "give a ticket to an agent" },
	{ "take", instruct_main, "give a ticket to yourself" },
	{ "pending", instruct_main, "let a ticket rest" },
	{ "queue", instruct_main, "put a ticket into a queue" },
	{ "urgency", instruct_main, "say how urgent a ticket is" },
	{ "tier", instruct_main, "escalate a ticket" },
	{ "tag", instruct_main, "add and remove tags" },
	{ "lang", instruct_main, "say what language the customer reads" },
	{ "cc", instruct_main, "let somebody take part in a ticket" },
	{ "uncc", instruct_main, "let somebody take part no more" },
	{ "spam", instruct_main, "close a ticket as spam" },
	{ "undo", instruct_main, "take back what was done to a ticket" },
	{ "drafts", drafts_main, "mail that waits for an agent's yes" },
	{ "survey", survey_main, "how content customers are" },
	{ "outbox", outgoing_main, "list or show what was sent or waits" },
	{ "promises", promises_main, "how long people wait for an answer" },
	{ "autos", ctl_autos_main, "switch automatic mail on or off" },
	{ "incident", incident_main, "say in acknowledgements what is broken" },
	{ "parse", inspect_main, "show what a mail says" },
	{ "audit", audit_main, "prove that no mail is missing" },
	{ "reconcile", reconcile_main, "take in mail that a fail-over lost" },
	{ "doctor", doctor_main, "can it work, and what to do" },
	{ "init", init_main, "write a first configuration" },
	{ "try", try_main, "show what would be done with a mail" },
	{ "rules", rules_main, "check, try and choose rules and replies" },
	{ "articles", articles_main, "check articles, and try them" },
	{ "replies", replies_main, "check replies, and look at them" },
	{ "erase", erase_main, "forget a person" },
	{ "reload", publish_main, "check the rules and make them active" },
	{ "migrate", ctl_migrate_main, "bring the database up to date" },
	{ "fetch", work_fetch, "worker: mailbox to ledger" },
	{ "ingest", work_ingest, "worker: ledger to tickets" },
	{ "deliver", work_deliver, "worker: outbox to SMTP" },
	{ "shadow", work_shadow, "worker: rules on trial" },
	{ "tick", work_tick, "worker: what the clock brings" },
#ifdef POSTDESK_FAILPOINTS
	{ "failpoints", testbuild_failpoints_main, "list where to fail" },
	{ "clock", testbuild_clock_main, "move the clock of the database" },
#endif
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_help(FILE *out)
{
	fputs("Usage: postdesk COMMAND [OPTION...] [ARGUMENT...]\n"
	      "\n"
	      "The help desk that lives in mail.\n"
	      "\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name,
			commands[i].help);
	fputs("\n`postdesk COMMAND --help` says more.\n", out);
}

/* `postdesk --config DIR COMMAND …` means `postdesk COMMAND --config DIR …`:
 * the command moves to the front. */
static void bring_forward(int argc, char **argv)
{
	char *command;

	if (argc < 4 || strcmp(argv[1], "--config") != 0)
		return;
	command = argv[3];
	argv[3] = argv[2];
	argv[2] = argv[1];
	argv[1] = command;
}

static bool arm(void)
{
#ifdef POSTDESK_FAILPOINTS
	struct err err;

	db_name_failpoints();
	if (failpoint_watch(getenv("POSTDESK_FAIL_SEEN"), &err) &&
	    failpoint_arm(getenv("POSTDESK_FAIL"), &err))
		return true;
	fprintf(stderr, "postdesk: %s\n", err.text);
	return false;
#else
	return true;
#endif
}

/* The memory holds passwords and keys: no core, no debugger of another. */
static void keep_secrets(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

int main(int argc, char **argv)
{
	keep_secrets();
	log_last_word();
	if (!arm())
		return EX_CONFIG;
	bring_forward(argc, argv);
	if (argc < 2) {
		print_help(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return 0;
	}
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "postdesk: no command `%s`\n\n", argv[1]);
	print_help(stderr);
	return EX_USAGE;
}
