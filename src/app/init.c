/* init.c - write a first configuration. */

#include "app/init.h"

#include "app/file.h"
#include "app/settings.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* In single quotes YAML reads everything as it stands, but for the quote. */
static const char *quoted(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	buffer_char(&out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			buffer_char(&out, '\'');
		buffer_char(&out, *text);
	}
	buffer_char(&out, '\'');
	return buffer_string(&out);
}

static void put(struct buffer *out, const char *indent, const char *key,
		const char *value)
{
	buffer_printf(out, "%s%s: %s\n", indent, key,
		      quoted(out->arena, value));
}

static void put_secret(struct buffer *out, const char *indent,
		       const struct init_answers *answers)
{
	if (answers->password_command != NULL)
		put(out, indent, "password_command",
		    answers->password_command);
	else
		put(out, indent, "password_file", answers->password_file);
}

static void put_top(struct buffer *out, const struct init_answers *answers)
{
	buffer_text(out,
		"# postdesk.yaml - what this help desk is.\n"
		"#\n"
		"# Relative paths begin in this folder.  After a change:\n"
		"# `postdesk doctor` checks it, a restart takes it over.\n"
		"\n"
		"# Where Postdesk keeps its own things, the embedded database "
		"among them.\n"
		"state: state\n"
		"\n"
		"# Another PostgreSQL server instead of the embedded one:\n");
	if (answers->database != NULL)
		put(out, "", "database", answers->database);
	else
		buffer_text(out, "# database: postgresql://postdesk@"
			    "db.example.org/postdesk\n");
	buffer_text(out,
		"\n"
		"# Signs the addresses and ids in our mail.  Back it up: "
		"without it,\n"
		"# no answer to an older mail finds its ticket.\n"
		"key_file: postdesk.key\n"
		"\n");
}

static void put_desk(struct buffer *out, const struct init_answers *answers)
{
	buffer_text(out, "desks:\n");
	put(out, "- ", "name", answers->name);
	buffer_text(out, "  # The name that customers see.\n");
	put(out, "  ", "display_name", answers->display_name);
	put(out, "  ", "address", answers->address);
	buffer_text(out,
		"  # Other addresses of this desk, and whole domains:\n"
		"  # aliases: [help@example.org, '@support.example.org']\n"
		"  # Does name+anything@… arrive in the mailbox?  If not: off\n"
		"  address_tokens: on\n"
		"  # Language of answers where the customer's is not known.\n");
	put(out, "  ", "language", answers->language);
	buffer_text(out,
		"  # Whose Authentication-Results we believe: the name that "
		"your own mail\n"
		"  # server puts first in them (`postdesk doctor` shows it).\n"
		"  # authserv_ids: [mx.example.org]\n"
		"  # What a sender gets who was not proven: never, neutral or "
		"normal.\n"
		"  ack_unverified: neutral\n"
		"  # Who is told of faults that last.\n");
	if (answers->admin != NULL)
		put(out, "  ", "admin", answers->admin);
	else
		buffer_text(out, "  # admin: admin@example.org\n");
	buffer_text(out,
		"  # Your own rules and replies instead of the shipped ones:\n"
		"  # rules: rules\n"
		"  # People who answer:\n"
		"  # agents:\n"
		"  # - { name: An Agent, address: agent@example.org }\n"
		"\n");
}

static void put_servers(struct buffer *out, const struct init_answers *answers)
{
	buffer_text(out, "  mailboxes:\n  - name: inbox\n");
	put(out, "    ", "host", answers->imap_host);
	buffer_text(out,
		"    # tls (port 993) or starttls (port 143); a server with a "
		"certificate\n"
		"    # of your own needs ca_file: FILE\n"
		"    tls: tls\n");
	put(out, "    ", "user", answers->imap_user);
	put_secret(out, "    ", answers);
	buffer_text(out,
		"    # Mail that lies there already: skip leaves it, import "
		"makes tickets\n"
		"    # of it, silently.\n");
	put(out, "    ", "old_mail", answers->old_mail);
	buffer_text(out,
		"    # Where mail goes once its ticket is safe, or leave.\n"
		"    retire: Processed\n"
		"\n"
		"  smtp:\n");
	put(out, "    ", "host", answers->smtp_host);
	buffer_text(out, "    # tls (port 465) or starttls (port 587)\n"
		    "    tls: tls\n");
	put(out, "    ", "user", answers->smtp_user);
	put_secret(out, "    ", answers);
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* What was written must be what the program reads. */
static bool prove(const char *file, struct err *err)
{
	struct settings *settings = settings_load(file, err);

	if (settings == NULL) {
		unlink(file);
		return false;
	}
	settings_free(&settings);
	return true;
}

bool init_write(struct arena *arena, const struct init_answers *answers,
		struct err *err)
{
	const char *file = arena_printf(arena, "%s/postdesk.yaml",
					answers->folder);
	const char *keys = arena_printf(arena, "%s/postdesk.key",
					answers->folder);
	struct buffer text = { .arena = arena };

	if (mkdir(answers->folder, 0755) != 0 && errno != EEXIST)
		return err_permanent(err, "%s: %s", answers->folder,
				     strerror(errno));
	if (exists(file))
		return err_permanent(err, "%s: is there already, and stays as "
				     "it is", file);
	if (!exists(keys) &&
	    !file_create(keys, 0600, secret_new_key(arena, 'a'), err))
		return false;
	put_top(&text, answers);
	put_desk(&text, answers);
	put_servers(&text, answers);
	return file_create(file, 0644, buffer_string(&text), err) &&
	       prove(file, err);
}
