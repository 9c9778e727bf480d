/* test_parse.c - whole mails: hostile ones by name, trees of clients, and what
 * holds for every mail. */

#include "mail/parse.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(s) s, sizeof(s) - 1
#define HEAD "From: a@b.test\nDate: 2 Mar 2026 09:30:05 +0000\n"
#define PLAIN HEAD "Subject: x\n"
#define MIXED PLAIN "Content-Type: multipart/mixed; boundary=b\n\n"
#define FILE_PART(parameters) \
	MIXED "--b\n\nhi\n--b\nContent-Type: x/y" parameters "\n\ndata\n--b--\n"

/* What is seen of a mail: S(ubject), F(rom), T(ext), A(ttachments) and
 * D(efects), those that are there. */
static const char *seen(struct arena *arena, const struct message *message)
{
	struct buffer out = { .arena = arena };

	buffer_printf(&out, "S:%s", message->subject);
	for (size_t i = 0; i < message->from.count; i++)
		buffer_printf(&out, " F:%s", message->from.at[i].address);
	if (message->text_source != TEXT_NONE)
		buffer_printf(&out, " T:%s", message->text);
	for (size_t i = 0; i < message->part_count; i++)
		if (message->parts[i].use == PART_ATTACHMENT)
			buffer_printf(&out, " A:%s,%s", message->parts[i].type,
				      message->parts[i].name);
	for (int i = 0; i < DEFECT_COUNT; i++)
		if (message->defects & 1ull << i)
			buffer_printf(&out, " D:%s", message_defect_word(i));
	return buffer_string(&out);
}

static bool is_line(const char *text)
{
	return text_valid(text, strlen(text)) && strpbrk(text, "\n\t") == NULL;
}

static void check_mailboxes(struct mailboxes list)
{
	assert_true(list.count <= LIMIT_ADDRESSES);
	assert_true(list.count <= list.seen);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(is_line(list.at[i].name));
		assert_true(is_line(list.at[i].address));
	}
}

/* What message.h promises of every mail, however broken. */
static void check_promises(const struct message *message, size_t size)
{
	assert_true(is_line(message->subject));
	assert_true(strlen(message->subject) <= LIMIT_SUBJECT);
	assert_true(is_line(message->message_id));
	assert_true(text_valid(message->text, message->text_size));
	assert_int_equal(strlen(message->text), message->text_size);
	assert_true(message->text_size <= LIMIT_TEXT);
	check_mailboxes(message->from);
	check_mailboxes(message->to);
	check_mailboxes(message->cc);
	check_mailboxes(message->reply_to);
	for (size_t i = 0; i < message->header_count; i++)
		assert_true(is_line(message->headers[i].value));
	for (size_t i = 0; i < message->references.count; i++)
		assert_true(is_line(message->references.at[i]));
	for (size_t i = 0; i < message->part_count; i++) {
		assert_true(is_line(message->parts[i].name));
		assert_true(is_line(message->parts[i].content_id));
		assert_true(message->parts[i].offset +
			    message->parts[i].length <= size);
	}
	for (size_t i = 0; i < message->mark_count; i++) {
		assert_true(message->marks[i].start < message->marks[i].end);
		assert_true(message->marks[i].end <= message->text_size);
	}
}

static const struct {
	const char *name;
	const char *bytes;
	size_t size;
	const char *want;
} hostile[] = {
	{ "H01 empty message", BYTES(""),
	  "S: D:empty D:no-header-end D:no-from D:no-date" },
	{ "H02 headers only", BYTES("From: a@b.test\nSubject: x"),
	  "S:x F:a@b.test D:no-header-end D:no-date" },
	{ "H03 body only", BYTES("hello\n"),
	  "S: T:hello\n D:no-header-end D:bad-header D:no-from D:no-date" },
	{ "H08 boundary prefix", BYTES(PLAIN
	  "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	  "Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\none\n"
	  "--b1--\n--b\n\ntwo\n--b--\n"), "S:x F:a@b.test T:one\ntwo" },
	{ "H09 boundary empty", BYTES(PLAIN
	  "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx"),
	  "S:x F:a@b.test T:--\n\nx D:bad-header" },
	{ "H10 no closing boundary", BYTES(MIXED "--b\n\none"),
	  "S:x F:a@b.test T:one D:truncated" },
	{ "H11 parameter that loops", BYTES(PLAIN
	  "Content-Type: multipart/mixed;\n ќќќќќќќќќќќќќќќќќќќќќќќќќќќ"
	  "ќќќќќќќќ=\"ќ\";\n\nx"), "S:x F:a@b.test T:x D:bad-header" },
	{ "H20 blank lines first", BYTES("\n\n\nFrom: a@b.test\n"),
	  "S: T:\n\nFrom: a@b.test\n D:no-from D:no-date" },
	{ "H21 mbox lines", BYTES("From a@b Mon\n" PLAIN "\n>From x\nFrom y\n"),
	  "S:x F:a@b.test T:>From x\nFrom y\n" },
	{ "H22 bare CR", BYTES("From: a@b.test\rSubject: x\r\rbody"),
	  "S: F:a@b.test␍Subject: D:no-header-end D:bad-header D:bare-cr "
	  "D:bad-from D:no-date" },
	{ "H23 mixed line ends", BYTES("From: a@b.test\r\nSubject: x\n\r\n"
	  "one\ntwo\r\nthree\rfour"),
	  "S:x F:a@b.test T:one\ntwo\nthree\nfour D:no-date" },
	{ "H24 NUL in header", BYTES(HEAD "Subject: abc\0def\n\nx"),
	  "S:abc␀def F:a@b.test T:x D:nul" },
	{ "H25 NUL in body", BYTES(PLAIN "\nab\0cd"),
	  "S:x F:a@b.test T:ab␀cd D:nul" },
	{ "H27 uuencode", BYTES(PLAIN "\nbegin 644 x\n#86)C\n`\nend\n"),
	  "S:x F:a@b.test T:begin 644 x\n#86)C\n`\nend\n" },
	{ "H28 partial", BYTES(PLAIN
	  "Content-Type: message/partial; id=x; number=1\n\nx"),
	  "S:x F:a@b.test A:message/partial," },
	{ "H28 external body", BYTES(PLAIN
	  "Content-Type: message/external-body; access-type=url\n\nx"),
	  "S:x F:a@b.test A:message/external-body," },
	{ "H30 encrypted", BYTES(PLAIN
	  "Content-Type: multipart/encrypted; boundary=b\n\n--b\n"
	  "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
	  "Content-Type: application/octet-stream\n\nx\n--b--\n"),
	  "S:x F:a@b.test A:application/pgp-encrypted, "
	  "A:application/octet-stream," },
	{ "H30 signed", BYTES(PLAIN
	  "Content-Type: multipart/signed; boundary=b\n\n--b\n\nhi\n--b\n"
	  "Content-Type: application/pgp-signature\n\nx\n--b--\n"),
	  "S:x F:a@b.test T:hi A:application/pgp-signature," },
	{ "H31 winmail.dat only", BYTES(PLAIN
	  "Content-Type: application/ms-tnef\n\nx"),
	  "S:x F:a@b.test A:application/ms-tnef,winmail.dat" },

	{ "H33 raw subject", BYTES(HEAD "Subject: caf\xe9 \xff\xfe\n\nx"),
	  "S:café ÿþ F:a@b.test T:x D:bad-header" },
	{ "H34 encoded line end", BYTES(HEAD
	  "Subject: =?utf-8?q?hi=0d=0aBcc:=20e@x?=\n\nx"),
	  "S:hi Bcc: e@x F:a@b.test T:x" },
	{ "H36 unknown charset", BYTES(PLAIN
	  "Content-Type: text/plain; charset=x-nope\n\ncaf\xe9"),
	  "S:x F:a@b.test T:café D:bad-charset" },
	{ "H36 no charset, but elsewhere", BYTES(MIXED "--b\n\n\xe1\n--b\n"
	  "Content-Type: text/html; charset=windows-1253\n\n\xe2\n--b--\n"),
	  "S:x F:a@b.test T:α\nβ D:bad-charset" },
	{ "H36 charset of the page", BYTES(PLAIN "Content-Type: text/html\n\n"
	  "<meta charset=windows-1255>\xf9"),
	  "S:x F:a@b.test T:ש D:bad-charset" },
	{ "byte order mark", BYTES(PLAIN
	  "Content-Type: text/plain; charset=utf-8\n\n\xef\xbb\xbfhi"),
	  "S:x F:a@b.test T:hi" },
	{ "H37 dangerous charset", BYTES(PLAIN
	  "Content-Type: text/plain; charset=utf-7\n\n+ADw-b+AD4-"),
	  "S:x F:a@b.test T:+ADw-b+AD4- D:bad-charset" },
	{ "H38 invalid UTF-8", BYTES(PLAIN
	  "Content-Type: text/plain; charset=utf-8\n\n\xc3\xa9 \xc0\xaf"),
	  "S:x F:a@b.test T:é \xef\xbf\xbd\xef\xbf\xbd D:bad-charset" },
	{ "H39 broken base64", BYTES(PLAIN
	  "Content-Transfer-Encoding: base64\n\n!!!!QUJD====@@"),
	  "S:x F:a@b.test T:ABC D:bad-encoding" },
	{ "H39 broken quoted-printable", BYTES(PLAIN
	  "Content-Transfer-Encoding: quoted-printable\n\na=XY=\nb="),
	  "S:x F:a@b.test T:a=XYb D:bad-encoding" },
	{ "H40 unknown encoding", BYTES(PLAIN
	  "Content-Transfer-Encoding: x-foo\n\nhi"),
	  "S:x F:a@b.test T:hi D:bad-encoding" },
	{ "H41 bidi", BYTES(HEAD "Subject: a\xe2\x80\xae" "b\xe2\x81\xa6" "c"
	  "\xe2\x80\x8b" "d\xc2\xad" "e\n\nx"),
	  "S:abcde F:a@b.test T:x D:invisible-characters" },
	{ "H42 homograph", BYTES("Date: 2 Mar 2026 09:30:05 +0000\n"
	  "From: \"аgent@corp.test\" <x@evil.test>\n\nx"),
	  "S: F:x@evil.test T:x D:mixed-script-name" },
	{ "H44 astronomical date", BYTES("From: a@b.test\n"
	  "Date: 99 Foo 99999999999999 99:99:99 +9999\n\nx"),
	  "S: F:a@b.test T:x D:bad-date" },

	{ "H45 path", BYTES(FILE_PART("; name=\"../../etc/passwd\"")),
	  "S:x F:a@b.test T:hi A:x/y,.._.._etc_passwd" },
	{ "H45 backslash", BYTES(FILE_PART("; name=\"..\\..\\x\"")),
	  "S:x F:a@b.test T:hi A:x/y,.._.._x" },
	{ "H45 drive", BYTES(FILE_PART("; name=\"C:x\"")),
	  "S:x F:a@b.test T:hi A:x/y,C_x" },
	{ "H45 zero width", BYTES(FILE_PART(
	  "; name=\"\xe2\x80\x8b.htaccess\"")),
	  "S:x F:a@b.test T:hi A:x/y,.htaccess D:invisible-characters" },
	{ "H45 dot", BYTES(FILE_PART("; name=.")),
	  "S:x F:a@b.test T:hi A:x/y," },
	{ "H45 dot at the end", BYTES(FILE_PART("; name=x.tar.gz.")),
	  "S:x F:a@b.test T:hi A:x/y,x.tar.gz" },
	{ "H45 NUL", BYTES(FILE_PART("; name*=utf-8''a%00.exe")),
	  "S:x F:a@b.test T:hi A:x/y,a␀.exe" },
	{ "H45 line end", BYTES(FILE_PART("; name*=utf-8''a%0d%0aSet")),
	  "S:x F:a@b.test T:hi A:x/y,a Set" },
	{ "H46 names disagree", BYTES(FILE_PART(
	  ";\n name=safe.txt; name*0=\"a.\"; name*1=exe")),
	  "S:x F:a@b.test T:hi A:x/y,a.exe D:attachment-name-conflict" },
	{ "H46 type and disposition", BYTES(FILE_PART(
	  "; name=a.exe\nContent-Disposition: attachment; filename=a.txt")),
	  "S:x F:a@b.test T:hi A:x/y,a.txt D:attachment-name-conflict" },
	{ "H48 comment", BYTES("From: (a@b.test)\n\nx"),
	  "S: F:a@b.test T:x D:bad-from D:no-date" },
	{ "H48 comment of a name", BYTES("From: a@b.test (Ann)\n\nx"),
	  "S: F:a@b.test T:x D:no-date" },
	{ "H50 no comma", BYTES("From: a@b.test c@d.test\n\nx"),
	  "S: F:c@d.test T:x D:bad-from D:no-date" },
	{ "H52 control", BYTES("From: a\x01" "b@b.test\n\nx"),
	  "S: F:ab@b.test T:x D:bad-from D:no-date" },
	{ "H52 control in the name", BYTES("From: A\x01 <a@b.test>\n\nx"),
	  "S: F:a@b.test T:x D:no-date" },
	{ "H53 bidi", BYTES("From: a@\xe2\x80\xae" "b.test\n\nx"),
	  "S: F:a@b.test T:x D:bad-from D:no-date D:invisible-characters" },
	{ "H47 smuggling", BYTES(PLAIN "\na\n.\nb\r.\r\nMAIL FROM:<x@y>\n"),
	  "S:x F:a@b.test T:a\n.\nb\n.\nMAIL FROM:<x@y>\n" },
};

static void test_hostile(void **state)
{
	struct reader *reader = reader_new();

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		ARENA(arena);
		const struct message *message = parse_message(arena, reader,
			hostile[i].bytes, hostile[i].size);
		const char *got = seen(arena, message);

		if (strcmp(got, hostile[i].want) != 0)
			fail_msg("%s: got %s", hostile[i].name, got);
		check_promises(message, hostile[i].size);
	}
	reader_free(&reader);
	assert_null(reader);
}

/* `start`, then `text` that many times, then `end`. */
static const struct {
	const char *name;
	const char *start, *text;
	int count;
	const char *end, *want;		/* defects, parted by blanks */
} big[] = {
	{ "H04 large attachment", MIXED "--b\nContent-Type: x/y\n"
	  "Content-Transfer-Encoding: base64\n\n", "QUJDRQ==\n", 5000000,
	  "--b--\n", "" },
	{ "H04 larger", MIXED "--b\n\nhi\n--b\nContent-Type: x/y\n\n",
	  "0123456789", 5300000, "\n--b--\n", "" },
	{ "H05 parts bomb", PLAIN
	  "Content-Type: multipart/mixed; boundary=a\n\n", "--a\n\n", 200000,
	  "", "too-many-parts truncated" },
	{ "H06 nested multiparts", PLAIN, "Content-Type: multipart/mixed; "
	  "boundary=b\n\n--b\n", 20000, "",
	  "too-many-parts too-deep truncated" },
	{ "H07 nested messages", PLAIN, "Content-Type: message/rfc822\n\n",
	  20000, "", "" },
	{ "H12 header fields", PLAIN, "X-i: v\n", 200000, "\nx",
	  "too-many-fields" },
	{ "H13 long header", HEAD "Subject: ", "AAAAAAAAAA", 1000000, "\n\nx",
	  "header-too-big" },
	{ "H14 folded header", HEAD "Subject:", "\n a", 100000, "\n\nx",
	  "header-too-big" },
	{ "H15 addresses", PLAIN "To: ", "a@a.test, ", 20000, "\n\nx",
	  "too-many-addresses" },
	{ "H16 colons", "Date: 2 Mar 2026\nFrom: ", ":", 99999, "\n\nx",
	  "bad-from" },
	{ "H17 comments", PLAIN "To: ", "(", 200000, "\n\nx", "" },
	{ "H18 references", PLAIN "References: ", "<aaaaaaa@x>", 20000,
	  "\n\nx", "" },
	{ "H19 parameters", PLAIN "Content-Type: text/plain", "; a=b", 40000,
	  "\n\nx", "" },
	{ "H19 continuations", PLAIN "Content-Type: x/y", "; name*1=b", 20000,
	  "\n\nx", "" },
	{ "H26 long line", PLAIN "\n", "0123456789", 100000, "\n",
	  "too-big" },
	{ "H32 tags", PLAIN "Content-Type: text/html\n\n", "<a> b", 1000000,
	  "", "too-big" },
	{ "H35 encoded words", HEAD "Subject: ", "=?utf-8?q?a?= ", 15000,
	  "\n\nx", "" },
	{ "H37 long charset", PLAIN "Content-Type: text/plain; charset=",
	  "a", 10000, "\n\nx", "bad-charset" },
	{ "H43 combining marks", HEAD "Subject: a", "\xcc\x81", 100000,
	  "\n\nx", "" },
	/* Cut between characters, however long they are. */
	{ "H43 marks of two bytes", PLAIN "Content-Type: text/plain; "
	  "charset=utf-8\n\na", "\xcc\x81", 200000, "\n", "too-big" },
	{ "H43 signs of three bytes", PLAIN "Content-Type: text/plain; "
	  "charset=utf-8\n\n", "\xe2\x82\xac", 100000, "\n", "too-big" },
	{ "H43 signs of four bytes", PLAIN "Content-Type: text/plain; "
	  "charset=utf-8\n\na", "\xf0\x9f\x96\xa8", 100000, "\n",
	  "too-big" },
	{ "H45 long name", MIXED "--b\nContent-Type: x/y; name=", "n", 300,
	  "\n\nx\n--b--\n", "" },
	{ "open boundaries", PLAIN, "Content-Type: multipart/mixed; "
	  "boundary=b\n\n--b\n", 29, "--\n--\n--\n", "truncated" },
	{ "hyphens", MIXED, "--\n", 1000000, "", "too-big bad-header" },
	{ "junk in the header", PLAIN, "x\n", 100000, "X-A: b\n\nx",
	  "bad-header" },
};

static void check_big(struct reader *reader, size_t i)
{
	ARENA(arena);
	struct buffer raw = { .arena = arena };
	struct buffer got = { .arena = arena };
	const struct message *message;

	buffer_text(&raw, big[i].start);
	for (int k = 0; k < big[i].count; k++)
		buffer_text(&raw, big[i].text);
	buffer_text(&raw, big[i].end);
	message = parse_message(arena, reader, raw.data, raw.size);
	for (int k = 0; k < DEFECT_COUNT; k++)
		if (message->defects & 1ull << k)
			buffer_printf(&got, "%s%s", got.size > 0 ? " " : "",
				      message_defect_word(k));
	if (strcmp(buffer_string(&got), big[i].want) != 0)
		fail_msg("%s: got %s", big[i].name, got.data);
	check_promises(message, raw.size);
}

static void test_big(void **state)
{
	struct reader *reader = reader_new();

	(void)state;
	for (size_t i = 0; i < sizeof(big) / sizeof(big[0]); i++)
		check_big(reader, i);
	reader_free(&reader);
}

#define PART(type, text) "--b\nContent-Type: " type "\n\n" text "\n"
#define INNER(type, text) "--c\nContent-Type: " type "\n\n" text "\n"
#define OF(kind) PLAIN "Content-Type: multipart/" kind "; boundary=b\n\n"
#define IN(kind) "--b\nContent-Type: multipart/" kind "; boundary=c\n\n"
#define BASE64 \
	"text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"

/* Trees as clients write them. */
static const struct {
	int line;
	const char *bytes, *want;
} trees[] = {
	/* Gmail; Outlook with a picture; Apple Mail with a file between. */
	{ __LINE__, OF("alternative") PART("text/plain", "p")
	  PART("text/html", "<p>h") "--b--\n", "S:x F:a@b.test T:p" },
	{ __LINE__, OF("related") IN("alternative")
	  INNER("text/plain", "p") INNER("text/html", "<p>h") "--c--\n"
	  PART("image/png; name=a.png", "i") "--b--\n",
	  "S:x F:a@b.test T:p A:image/png,a.png" },
	{ __LINE__, OF("alternative") PART("text/plain", "p") IN("related")
	  INNER("text/html", "<p>h") INNER("image/png; name=a.png", "i")
	  "--c--\n--b--\n", "S:x F:a@b.test T:p A:image/png,a.png" },
	{ __LINE__, OF("mixed") PART("text/plain", "one")
	  PART("x/y; name=f", "f") PART("text/plain", "two") "--b--\n",
	  "S:x F:a@b.test T:one\ntwo A:x/y,f" },
	{ __LINE__, OF("mixed") PART("text/html", "<p>one</p>")
	  PART("x/y; name=f", "f") PART("text/html", "<p>two</p>") "--b--\n",
	  "S:x F:a@b.test T:one\ntwo A:x/y,f" },
	/* A plain form without words does not hide the other one. */
	{ __LINE__, OF("alternative") PART("text/plain", " \n\n")
	  PART("text/html", "<p>h") "--b--\n", "S:x F:a@b.test T:h" },
	{ __LINE__, OF("alternative") PART("text/html", "<p>h")
	  PART("text/plain", "p") "--b--\n", "S:x F:a@b.test T:p" },
	/* Both forms in a mixed, by programs that know no better. */
	{ __LINE__, OF("mixed") PART("text/plain", "same words")
	  PART("text/html", "<p>same <b>words</b>") "--b--\n",
	  "S:x F:a@b.test T:same words" },
	/* H82: an invitation is also a file. */
	{ __LINE__, OF("alternative") PART("text/plain", "p")
	  PART("text/calendar; method=REQUEST", "BEGIN") "--b--\n",
	  "S:x F:a@b.test T:p A:text/calendar," },
	/* A text with a name is a file, unless it is all there is. */
	{ __LINE__, OF("mixed") PART("text/plain", "p")
	  PART("text/plain; name=log.txt", "log") "--b--\n",
	  "S:x F:a@b.test T:p A:text/plain,log.txt" },
	/* What is neither base64 nor text is not joined to one that is, but
	 * stands where there is no other; with only one fault it is text. */
	{ __LINE__, OF("mixed") PART("text/plain", "p")
	  PART(BASE64, "?garbage") "--b--\n",
	  "S:x F:a@b.test T:p A:text/plain, D:bad-charset D:bad-encoding" },
	{ __LINE__, OF("mixed") PART(BASE64, "?garbage") "--b--\n",
	  "S:x F:a@b.test T:\xc2\xaa\xc3\x9bj D:bad-charset D:bad-encoding" },
	{ __LINE__, OF("mixed") PART("text/plain", "p")
	  PART(BASE64, "dHdv\n-- list") "--b--\n",
	  "S:x F:a@b.test T:p\ntwo D:bad-encoding" },
	{ __LINE__, OF("mixed") PART("text/plain", "p")
	  PART(BASE64, "Y2Fm6Q==") "--b--\n",
	  "S:x F:a@b.test T:p\ncaf\xc3\xa9 D:bad-charset" },
	{ __LINE__, PLAIN "Content-Type: text/plain; name=a.txt\n\np",
	  "S:x F:a@b.test T:p" },
	{ __LINE__, PLAIN "Content-Disposition: attachment\n\np",
	  "S:x F:a@b.test A:text/plain," },
	/* A report: the words, then what machines read. */
	{ __LINE__, OF("report") PART("text/plain", "sorry")
	  PART("message/delivery-status", "Status: 5.1.1")
	  PART("text/rfc822-headers", "Subject: y") "--b--\n",
	  "S:x F:a@b.test T:sorry A:message/delivery-status, "
	  "A:text/rfc822-headers," },
	{ __LINE__, OF("mixed") PART("text/plain", "see below")
	  PART("message/rfc822", "Subject: y\n\nz") "--b--\n",
	  "S:x F:a@b.test T:see below A:message/rfc822," },
	{ __LINE__, PLAIN "Content-Type: image/png; name=a.png\n\ni",
	  "S:x F:a@b.test A:image/png,a.png" },
	{ __LINE__, PLAIN "Content-Type: text/markdown\n\n*a*",
	  "S:x F:a@b.test T:*a*" },
};

static void test_trees(void **state)
{
	struct reader *reader = reader_new();

	(void)state;
	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		ARENA(arena);
		const char *got = seen(arena, parse_message(arena, reader,
			trees[i].bytes, strlen(trees[i].bytes)));

		if (strcmp(got, trees[i].want) != 0)
			fail_msg("line %d: got %s", trees[i].line, got);
	}
	reader_free(&reader);
}

static void test_parts(void **state)
{
	static const char raw[] = "From x\n" OF("alternative")
		PART("text/plain; charset=UTF-8", "p")
		"--b\nContent-Type: message/rfc822\nContent-ID: <i@d>\n"
		"Content-Disposition: Inline\n"
		"Content-Transfer-Encoding: Base64\n\n"
		"U3ViamVjdDogeQ==\n--b\nContent-Type: text/html\n\n"
		"<p>h\n--b--\n";
	static const uint8_t start[4] = { 0xe6, 0x76, 0xf1, 0x98 };
	struct reader *reader = reader_new();
	const struct message *message;
	const struct part *part;
	ARENA(arena);

	(void)state;
	message = parse_message(arena, reader, raw, sizeof(raw) - 1);
	assert_int_equal(message->part_count, 4);
	assert_int_equal(message->parts[0].use, PART_CONTAINER);
	assert_int_equal(message->parts[1].use, PART_TEXT);
	assert_string_equal(message->parts[1].charset, "utf-8");
	assert_null(message->parts[1].text);
	assert_int_equal(message->parts[3].use, PART_ALTERNATIVE);
	assert_string_equal(message->html, "<p>h");
	part = &message->parts[2];
	assert_int_equal(part->use, PART_ATTACHMENT);
	assert_int_equal(part->depth, 1);
	assert_string_equal(part->disposition, "inline");
	assert_string_equal(part->encoding, "base64");
	assert_string_equal(part->content_id, "i@d");
	assert_string_equal(part->text, "Subject: y");
	assert_int_equal(part->size, strlen("Subject: y"));
	assert_int_equal(part->length, strlen("U3ViamVjdDogeQ=="));
	assert_memory_equal(raw + part->offset, "U3ViamVjdDogeQ==",
			    part->length);
	assert_memory_equal(part->sha256, start, sizeof(start));
	reader_free(&reader);
}

/* Marks of a later HTML part lie where its text is. */
static void test_marks(void **state)
{
	static const char raw[] = OF("mixed") PART("text/plain", "first")
		PART("text/html", "a<blockquote>b</blockquote>") "--b--\n";
	struct reader *reader = reader_new();
	const struct message *message;
	ARENA(arena);

	(void)state;
	message = parse_message(arena, reader, raw, sizeof(raw) - 1);
	assert_int_equal(message->mark_count, 1);
	assert_string_equal(message->text, "first\na\n\nb");
	assert_string_equal(message->text + message->marks[0].start, "b");
	assert_int_equal(message->marks[0].end, message->text_size);
	reader_free(&reader);
}

static void test_header(void **state)
{
	static const char raw[] =
		"Return-Path: <>\nReturn-Path: <x@y>\nReceived: a\n"
		"Received: b\nMessage-ID: <m@d>\nIn-Reply-To: <r@d>\n"
		"References: <q@d> <r@d>\nSender: S <s@d>\n"
		"From: A <a@d>, b@d\nFrom: c@d\nTo: t@d\nTo: u@d\n"
		"Cc: v@d\nReply-To: w@d\nDate: 1 Jan 1970 00:00:01 GMT\n\n";
	struct reader *reader = reader_new();
	const struct message *message;
	ARENA(arena);

	(void)state;
	message = parse_message(arena, reader, raw, sizeof(raw) - 1);
	assert_true(message->has_return_path);
	assert_string_equal(message->return_path.address, "");
	assert_int_equal(message->received_fields, 2);
	assert_string_equal(message->message_id, "m@d");
	assert_int_equal(message->in_reply_to.count, 1);
	assert_int_equal(message->references.count, 2);
	assert_string_equal(message->sender.name, "S");
	assert_int_equal(message->from_fields, 2);
	assert_int_equal(message->from.count, 2);
	assert_string_equal(message_author(message), "");
	assert_true(message->defects & 1ull << DEFECT_MANY_FROM);
	assert_int_equal(message->to.count, 2);
	assert_int_equal(message->cc.count, 1);
	assert_int_equal(message->reply_to.count, 1);
	assert_int_equal(message->date, USEC_SECOND);
	reader_free(&reader);
}

/* The first fields and text of a mail that killed the parser. */
static void test_minimal(void **state)
{
	static const char raw[] = PLAIN "Message-ID: <m@d>\n\ncaf\xe9";
	const struct message *message;
	ARENA(arena);

	(void)state;
	message = parse_minimal(arena, raw, sizeof(raw) - 1);
	assert_string_equal(seen(arena, message),
			    "S:x F:a@b.test T:café D:unparsed");
	assert_string_equal(message->message_id, "m@d");
	assert_int_equal(message->part_count, 0);
	message = parse_minimal(arena, "", 0);
	assert_string_equal(seen(arena, message), "S: D:empty D:no-header-end "
			    "D:no-from D:no-date D:unparsed");
}

/* Every cut of a mail with everything in it is read, and read the same way
 * again. */
static void test_cuts(void **state)
{
	static const char raw[] = "From \"A\" =?utf-8?q?x\n"
		"From: =?windows-1253?B?yuHr5w==?= <a@b.test>\nSubject: =?u\n"
		"To: \"q\\\" (c(d) <@r:e@f>, g:h@i;\n" OF("alternative")
		PART("text/plain; charset=\"iso-8859-8-i\"", "\xf9\xec =3D")
		IN("related") INNER("text/html", "<div class=gmail_quote>"
		"<a href='https://a.test/?x=&amp;'>b</a><!-- c --></div>")
		INNER("x/y; name*0*=utf-8''%CE; name*1=\"%B1", "d")
		"--c--\n--b--\n";
	struct reader *reader = reader_new();

	(void)state;
	for (size_t size = 0; size < sizeof(raw); size++) {
		ARENA(arena);
		char *copy = arena_memdup(arena, raw, size);
		const char *once, *again;
		const struct message *message;

		message = parse_message(arena, reader, copy, size);
		check_promises(message, size);
		once = seen(arena, message);
		again = seen(arena, parse_message(arena, reader, copy, size));
		assert_string_equal(once, again);
	}
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_big),
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_minimal),
		cmocka_unit_test(test_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
