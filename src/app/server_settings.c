/* server_settings.c - mailboxes and the SMTP server of postdesk.yaml. */

#include "app/server_settings.h"

enum { MAILBOXES_LIMIT = 100, SESSIONS_LIMIT = 64, SESSIONS = 4 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* How a server is reached, before it is known to be complete. */
struct server_words {
	struct endpoint endpoint;
	struct login login;
	const char *password_file, *token_file;
	const char *password_command, *token_command;
};

static const char *const tls_words[] = {
	[STREAM_TLS] = "tls", [STREAM_STARTTLS] = "starttls",
	[STREAM_PLAIN] = "plain", NULL,
};

#define SERVER_FIELDS(type, member)					\
	{ .key = "host", .read = schema_host,				\
	  .offset = offsetof(type, member.endpoint.host) },		\
	{ .key = "port", .read = schema_int, .least = 1, .most = 65535,	\
	  .offset = offsetof(type, member.endpoint.port) },		\
	{ .key = "tls", .read = schema_enum, .words = tls_words,	\
	  .offset = offsetof(type, member.endpoint.tls) },		\
	{ .key = "ca_file", .read = schema_path,			\
	  .offset = offsetof(type, member.endpoint.ca_file) },		\
	{ .key = "user", .read = schema_line,				\
	  .offset = offsetof(type, member.login.user) },		\
	{ .key = "password_file", .read = schema_path,			\
	  .offset = offsetof(type, member.password_file) },		\
	{ .key = "password_command", .read = schema_line,		\
	  .offset = offsetof(type, member.password_command) },		\
	{ .key = "token_file", .read = schema_path,			\
	  .offset = offsetof(type, member.token_file) },		\
	{ .key = "token_command", .read = schema_line,			\
	  .offset = offsetof(type, member.token_command) }

static bool is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	       strncmp(host, "127.", 4) == 0;
}

/* Exactly one of the four ways to know a secret, beside `user:`. */
static bool finish_secret(const struct schema_reader *reader,
			  const struct yaml *map, struct server_words *words,
			  struct secret *secret_r)
{
	const char *const ways[] = { words->password_file,
		words->password_command, words->token_file,
		words->token_command };
	size_t given = 0;

	for (size_t i = 0; i < COUNT(ways); i++)
		given += ways[i] != NULL;
	if (given != (words->login.user != NULL))
		return yaml_expected(map, reader->err, "with `user:` one of "
				     "password_file, password_command, "
				     "token_file, token_command");
	if (given == 0)
		return true;
	words->login.kind = ways[0] != NULL || ways[1] != NULL ?
			    LOGIN_PASSWORD : LOGIN_TOKEN;
	secret_r->file = ways[0] != NULL ? ways[0] : ways[2];
	secret_r->command = ways[1] != NULL ? ways[1] : ways[3];
	return true;
}

/* `ports` are the usual ones, by enum stream_tls. */
static bool finish_server(const struct schema_reader *reader,
			  const struct yaml *map, struct server_words *words,
			  const int ports[3], struct secret *secret_r)
{
	struct endpoint *endpoint = &words->endpoint;

	if (endpoint->tls == STREAM_PLAIN && !is_loopback(endpoint->host))
		return yaml_expected(yaml_get(map, "tls"), reader->err,
				     "tls or starttls: plain is only for "
				     "localhost, 127.0.0.1 and ::1");
	if (endpoint->port == 0)
		endpoint->port = ports[endpoint->tls];
	return finish_secret(reader, map, words, secret_r);
}

struct mailbox_words {
	struct settings_mailbox mailbox;
	struct server_words server;
};

static const char *const old_mail_words[] = {
#define ROW(name, word) [name] = word,
	OLD_MAIL(ROW)
#undef ROW
	NULL
};

const char *old_mail_word(enum old_mail old_mail)
{
	return old_mail_words[old_mail];
}

static const struct schema_field mailbox_fields[] = {
	{ .key = "name", .read = schema_word,
	  .offset = offsetof(struct mailbox_words, mailbox.name) },
	{ .key = "path", .read = schema_path,
	  .offset = offsetof(struct mailbox_words, mailbox.path) },
	SERVER_FIELDS(struct mailbox_words, server),
	{ .key = "mailbox", .read = schema_line,
	  .offset = offsetof(struct mailbox_words, mailbox.imap.mailbox) },
	{ .key = "retire", .read = schema_line,
	  .offset = offsetof(struct mailbox_words, mailbox.retire) },
	{ .key = "poll", .read = schema_duration,
	  .offset = offsetof(struct mailbox_words, mailbox.poll) },
	{ .key = "old_mail", .read = schema_enum, .words = old_mail_words,
	  .offset = offsetof(struct mailbox_words, mailbox.old_mail) },
};

/* Files have no server. */
static bool check_path(const struct schema_reader *reader,
		       const struct yaml *map)
{
	static const char *const of_servers[] = {
		"host", "port", "tls", "ca_file", "user", "password_file",
		"password_command", "token_file", "token_command", "mailbox",
	};

	for (size_t i = 0; i < COUNT(of_servers); i++)
		if (yaml_get(map, of_servers[i]) != NULL)
			return yaml_expected(map, reader->err,
					     "no `%s:` beside `path:`",
					     of_servers[i]);
	return true;
}

static bool read_mailbox(const struct schema_reader *reader,
			 const struct yaml *map,
			 struct settings_mailbox *mailbox_r)
{
	static const int ports[] = { 993, 143, 143 };
	struct mailbox_words words = { .mailbox = {
		.name = "inbox", .poll = USEC_MINUTE,
		.imap.mailbox = "INBOX", .retire = "Processed",
	} };
	struct settings_mailbox *mailbox = &words.mailbox;

	if (!schema_read(reader, map, mailbox_fields, COUNT(mailbox_fields),
			 &words))
		return false;
	if (mailbox->poll < USEC_SECOND || mailbox->poll > USEC_DAY)
		return yaml_expected(yaml_get(map, "poll"), reader->err,
				     "from 1s to 1 day");
	if (strcmp(mailbox->retire, "leave") == 0)
		mailbox->retire = NULL;
	if (mailbox->path != NULL) {
		*mailbox_r = *mailbox;
		return check_path(reader, map);
	}
	if (words.server.endpoint.host == NULL ||
	    words.server.login.user == NULL)
		return yaml_expected(map, reader->err, "`host:` and `user:`, "
				     "or `path:` in it");
	if (!finish_server(reader, map, &words.server, ports,
			   &mailbox->secret))
		return false;
	mailbox->imap.endpoint = words.server.endpoint;
	mailbox->imap.login = words.server.login;
	*mailbox_r = *mailbox;
	return true;
}

SCHEMA_READ(server_settings_mailboxes)
{
	struct settings_desk *desk = at;
	struct settings_mailbox *all;

	(void)field;
	if (!schema_is_list(reader, node, 1, MAILBOXES_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, struct settings_mailbox, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!read_mailbox(reader, node->items[i], &all[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(all[k].name, all[i].name) == 0)
				return yaml_expected(node->items[i],
					reader->err, "a `name:` of its own, "
					"not `%s` again", all[i].name);
	}
	desk->mailboxes = all;
	desk->mailbox_count = node->count;
	return true;
}

struct smtp_words {
	struct server_words server;
	const char *hello, *message_ids;
	int sessions, per_domain;
};

static const struct schema_field smtp_fields[] = {
	SERVER_FIELDS(struct smtp_words, server),
	{ .key = "hello", .read = schema_host,
	  .offset = offsetof(struct smtp_words, hello) },
	{ .key = "message_ids", .read = schema_host,
	  .offset = offsetof(struct smtp_words, message_ids) },
	{ .key = "sessions", .read = schema_int, .least = 1,
	  .most = SESSIONS_LIMIT,
	  .offset = offsetof(struct smtp_words, sessions) },
	{ .key = "per_domain", .read = schema_int, .least = 1,
	  .most = SESSIONS_LIMIT,
	  .offset = offsetof(struct smtp_words, per_domain) },
};

SCHEMA_READ(server_settings_smtp)
{
	static const int ports[] = { 465, 587, 25 };
	struct settings_desk *desk = at;
	struct smtp_words words = { .sessions = SESSIONS };

	(void)field;
	if (!schema_read(reader, node, smtp_fields, COUNT(smtp_fields),
			 &words))
		return false;
	if (words.server.endpoint.host == NULL)
		return yaml_expected(node, reader->err, "`host:` in it");
	if (!finish_server(reader, node, &words.server, ports,
			   &desk->smtp_secret))
		return false;
	desk->smtp.endpoint = words.server.endpoint;
	desk->smtp.login = words.server.login;
	desk->smtp.hello = words.hello;
	desk->smtp.message_ids = words.message_ids;
	desk->sessions = (size_t)words.sessions;
	/* A quarter stays for the others. */
	desk->per_domain = words.per_domain != 0 ? (size_t)words.per_domain :
			   desk->sessions - desk->sessions / 4;
	return true;
}
