/* test_stream.c - a connection is verified, bounded, or ended in words. */

#include "net/stream.h"

#include "net/dial.h"
#include "peer.h"

#include <libetpan/mailstream.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* What a person reads for each bad certificate, and each bad server. */
static const struct {
	int line;
	const char *cert, *host, *tls_max;
	enum err_kind kind;
	const char *want;	/* NULL: accepted */
} certificates[] = {
	{ __LINE__, "good", "localhost", "1.3", ERR_NONE, NULL },
	{ __LINE__, "good", "localhost", "1.2", ERR_NONE, NULL },
	{ __LINE__, "good", "127.0.0.1", "1.3", ERR_NONE, NULL },
	{ __LINE__, "self", "localhost", "1.3", ERR_PERMANENT, "self-signed" },
	{ __LINE__, "other", "localhost", "1.3", ERR_PERMANENT,
	  "another host name" },
	{ __LINE__, "old", "localhost", "1.3", ERR_PERMANENT, "expired" },
	{ __LINE__, "old", "127.0.0.1", "1.3", ERR_PERMANENT, "address" },
	{ __LINE__, "good", "localhost", "1.1", ERR_PERMANENT, "TLS 1.2" },
};

static struct stream *connect_to(struct endpoint *to, struct err *err)
{
	return stream_open(to, STREAM_IMAP, 5 * USEC_SECOND, err);
}

static void test_certificates(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(certificates) / sizeof(certificates[0]);
	     i++) {
		struct peer peer = peer_start(
			"fake_imap.py", "--tls", "--cert",
			peer_file(arena, certificates[i].cert), "--tls-max",
			certificates[i].tls_max, NULL);
		struct endpoint to = {
			.host = certificates[i].host, .port = peer.port,
			.ca_file = peer_file(arena, "ca.pem"),
		};
		struct err err = { ERR_NONE, "" };
		struct stream *stream = connect_to(&to, &err);
		const char *want = certificates[i].want;

		if ((stream != NULL) != (want == NULL) ||
		    err.kind != certificates[i].kind ||
		    (want != NULL && strstr(err.text, want) == NULL))
			fail_msg("line %d: %s", certificates[i].line,
				 stream == NULL ? err.text : "accepted");
		stream_close(&stream);
		peer_stop(&peer);
	}
}

/* An authority that is not ours is refused although the file is fine. */
static void test_system_authorities(void **state)
{
	ARENA(arena);
	struct peer peer = peer_start("fake_imap.py", "--tls", "--cert",
				      peer_file(arena, "good"), NULL);
	struct endpoint to = { .host = "localhost", .port = peer.port };
	struct err err;

	(void)state;
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "not trusted"));
	to.ca_file = "/nonexistent/ca.pem";
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "/nonexistent/ca.pem"));
	peer_stop(&peer);
}

static void test_expiry(void **state)
{
	ARENA(arena);
	struct peer peer = peer_start("fake_imap.py", "--tls", "--cert",
				      peer_file(arena, "good"), NULL);
	struct endpoint to = { .host = "localhost", .port = peer.port,
			       .ca_file = peer_file(arena, "ca.pem") };
	struct err err;
	struct stream *stream = connect_to(&to, &err);
	usec_t left;

	(void)state;
	assert_non_null(stream);
	left = stream_expiry(stream) - time(NULL) * USEC_SECOND;
	assert_true(left > 47 * USEC_HOUR && left < 49 * USEC_HOUR);
	stream_close(&stream);
	peer_stop(&peer);
}

static void test_not_tls(void **state)
{
	struct peer peer = peer_start("fake_imap.py", NULL);
	struct endpoint to = { .host = "localhost", .port = peer.port };
	struct err err;

	(void)state;
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "does not speak TLS"));
	peer_stop(&peer);
}

static void test_plain_stays_here(void **state)
{
	struct endpoint to = { .host = "192.0.2.1", .port = 143,
			       .tls = STREAM_PLAIN };
	struct err err;

	(void)state;
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "this machine only"));
}

/* A port that nobody listens on, and one whose queue is full. */
static void test_no_answer(void **state)
{
	struct sockaddr_in here = { .sin_family = AF_INET };
	socklen_t size = sizeof(here);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct endpoint to = { .host = "127.0.0.1", .tls = STREAM_PLAIN };
	struct err err;

	(void)state;
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (void *)&here, size), 0);
	assert_int_equal(getsockname(fd, (void *)&here, &size), 0);
	to.port = ntohs(here.sin_port);
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_non_null(strstr(err.text, "refused"));

	/* Listening, but silent: the TLS handshake has a deadline too. */
	assert_int_equal(listen(fd, 1), 0);
	to.tls = STREAM_TLS;
	assert_null(stream_open(&to, STREAM_IMAP, USEC_SECOND / 5, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_non_null(strstr(err.text, "timed out"));
	close(fd);

	to = (struct endpoint){ .host = "no-such-host.invalid", .port = 1 };
	assert_null(connect_to(&to, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_non_null(strstr(err.text, "not found"));
}

/* What a server may do to a client that reads one line after another. */
static const struct {
	int line;
	const char *greeting;
	const char *want;
	size_t budget;
} servers[] = {
	{ __LINE__, "* OK one\\r\\n<close>", "closed", 1000 },
	{ __LINE__, "* OK one\\r\\n<reset>", "reset", 1000 },
	{ __LINE__, "* OK one\\r\\n<stall>", "timed out", 1000 },
	{ __LINE__, "<slow>* OK <repeat 500 x>", "timed out", 1000 },
	{ __LINE__, "<repeat 200000 x>", "more than was asked", 100000 },
	{ __LINE__, "* 1 FETCH <repeat 20000 (>", "parentheses", 100000 },
	{ __LINE__, "* OK \\x00\\r\\n", "NUL", 1000 },
};

static void test_servers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
		struct peer peer = peer_start("fake_imap.py", "--greeting",
					      servers[i].greeting, NULL);
		struct endpoint to = { .host = "127.0.0.1", .port = peer.port,
				       .tls = STREAM_PLAIN };
		usec_t began = dial_clock();
		struct err err = { ERR_NONE, "" };
		struct stream *stream = connect_to(&to, &err);
		char some[4096];

		/* A peer that is quick may be gone before we have begun. */
		if (stream != NULL) {
			stream_begin(stream, USEC_SECOND / 2,
				     servers[i].budget);
			while (mailstream_read(stream_handle(stream), some,
					       sizeof(some)) > 0)
				;
			assert_true(stream_failure(stream, &err));
		}
		if (err.kind != ERR_TEMPORARY ||
		    strstr(err.text, servers[i].want) == NULL)
			fail_msg("line %d: %s", servers[i].line, err.text);
		assert_true(dial_clock() - began < 2 * USEC_SECOND);
		stream_close(&stream);
		peer_stop(&peer);
	}
}

static void test_peek(void **state)
{
	struct peer peer = peer_start("fake_imap.py", "--greeting",
				      "<slow>* OK hi\\r\\n<repeat 90 y>", NULL);
	struct endpoint to = { .host = "127.0.0.1", .port = peer.port,
			       .tls = STREAM_PLAIN };
	struct err err;
	struct stream *stream = connect_to(&to, &err);
	char line[9];
	size_t size;

	(void)state;
	assert_true(stream_is_quiet(stream));
	assert_memory_equal(stream_peek_line(stream, 80, &size), "* OK hi", 7);
	assert_int_equal(size, 7);
	assert_false(stream_is_quiet(stream));
	/* It is still there for the one who takes it. */
	assert_int_equal(mailstream_read(stream_handle(stream), line, 9), 9);
	assert_memory_equal(line, "* OK hi\r\n", 9);
	assert_null(stream_peek_line(stream, 40, &size));
	assert_true(stream_failure(stream, &err));
	assert_non_null(strstr(err.text, "endless"));
	stream_close(&stream);
	peer_stop(&peer);
}

static void test_wait(void **state)
{
	struct peer peer = peer_start("fake_imap.py", "--greeting", "<stall>",
				      NULL);
	struct endpoint to = { .host = "127.0.0.1", .port = peer.port,
			       .tls = STREAM_PLAIN };
	struct err err;
	struct stream *stream = connect_to(&to, &err);
	int pipes[2];

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(stream_wait(stream, pipes[0], 20000), STREAM_SILENT);
	assert_int_equal(write(pipes[1], "x", 1), 1);
	assert_int_equal(stream_wait(stream, pipes[0], USEC_MINUTE),
			 STREAM_WOKEN);
	peer_stop(&peer);
	assert_int_equal(stream_wait(stream, -1, USEC_MINUTE),
			 STREAM_READABLE);
	stream_close(&stream);
	close(pipes[0]);
	close(pipes[1]);
}

static int clean(void **state)
{
	(void)state;
	peer_clean();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_system_authorities),
		cmocka_unit_test(test_expiry),
		cmocka_unit_test(test_not_tls),
		cmocka_unit_test(test_plain_stays_here),
		cmocka_unit_test(test_no_answer),
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_peek),
		cmocka_unit_test(test_wait),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, clean);
}
