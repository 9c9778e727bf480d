/* ruling.c - ask every rule in a child that is locked in. */

#include "app/ruling.h"

#include "app/monotonic.h"
#include "app/sandbox.h"
#include "base/text.h"
#include "desk/explain.h"
#include "desk/rule.h"
#include "mail/parse.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE (20 * USEC_SECOND)
enum { MOST_ANSWER = 8 << 20, WORDS_LIMIT = 300, TESTS_SHOWN = 3 };

/* Between the words of a line; no text that is one line holds it. */
#define BORDER "\x1f"

/* --- in the child --- */

static void put_line(struct buffer *out, const char *words)
{
	buffer_text(out, text_line(out->arena, words, strlen(words),
				   WORDS_LIMIT));
}

/* The first tests of a group say more than its name: "any (text: …)". */
static void put_group(struct buffer *out, const struct explanation *all,
		      size_t group)
{
	size_t shown = 0;

	put_line(out, all->at[group].words);
	for (size_t i = group + 1; i < all->count && all->at[i].depth > 0;
	     i++) {
		if (!all->at[i].is_test)
			continue;
		if (shown == TESTS_SHOWN) {
			buffer_text(out, "; …");
			break;
		}
		buffer_text(out, shown++ == 0 ? " (" : "; ");
		put_line(out, all->at[i].words);
	}
	if (shown > 0)
		buffer_char(out, ')');
}

static void put_words(struct buffer *out, const struct explanation *all)
{
	const char *found = "";
	bool first = true;

	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].holds && all->at[i].excerpt[0] != '\0')
			found = all->at[i].excerpt;
	buffer_text(out, BORDER);
	put_line(out, found);
	buffer_text(out, BORDER);
	for (size_t i = 0; i < all->count; i++) {
		const struct explained *at = &all->at[i];

		if (at->depth > 0 || at->holds)
			continue;
		buffer_text(out, first ? "" : "; ");
		put_group(out, all, i);
		first = false;
	}
	buffer_char(out, '\n');
}

static void answer(const struct ruling_work *work, struct reader *reader,
		   struct arena *arena, struct buffer *out)
{
	const struct rules *rules = work->decider->rules;
	struct identity identity;
	const struct message *message = identity_undo(arena,
		parse_message(arena, reader, work->bytes, work->size),
		&work->decider->desk->gist, &identity);
	struct gist gist = gist_of(arena, message,
				   &work->decider->desk->gist);
	const struct decide_facts facts = {
		.received = work->received, .message = message,
		.gist = &gist,
	};
	struct situation situation;
	struct view view;

	gist.identity = identity;
	situation = redecide_situation(arena, work->decider, &facts,
				       work->past);
	view = view_of(arena, message, &gist);
	for (size_t i = 0; i < rules_count(rules); i++) {
		struct explanation all;

		/* Each as if it were alone. */
		view.budget = REGEX_MAIL_BUDGET;
		all = explain_rule(arena, rules, i, &view, &situation);
		buffer_printf(out, "%d" BORDER "%zu" BORDER "%zu", all.holds,
			      all.held, all.wanted);
		put_words(out, &all);
	}
}

static _Noreturn void serve(const struct ruling_work *work, int to)
{
	const struct token_ring *ring = work->secrets;
	struct reader *reader = reader_new();
	ARENA(arena);
	struct buffer out = { .arena = arena };
	struct err err;

	for (size_t i = 0; ring != NULL && i < ring->count; i++)
		explicit_bzero((void *)ring->keys[i].secret,
			       sizeof(ring->keys[i].secret));
	if (!sandbox_enter(to, &err))
		_exit(70);
	answer(work, reader, arena, &out);
	for (size_t done = 0; done < out.size;) {
		ssize_t put = write(to, out.data + done, out.size - done);

		if (put <= 0 && errno != EINTR)
			_exit(71);
		done += put > 0 ? (size_t)put : 0;
	}
	_exit(0);
}

/* --- in the command --- */

/* All that the child says, until it ends. */
static bool hear(int from, struct buffer *out, struct err *err)
{
	const usec_t deadline = monotonic_now() + PATIENCE;

	for (;;) {
		struct pollfd ready = { .fd = from, .events = POLLIN };
		usec_t left = deadline - monotonic_now();
		char bytes[65536];
		ssize_t got;

		if (left <= 0 || out->size > MOST_ANSWER)
			return err_permanent(err, "the mail takes too long "
					     "to judge");
		if (poll(&ready, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		got = read(from, bytes, sizeof(bytes));
		if (got == 0)
			return true;
		if (got > 0)
			buffer_add(out, bytes, (size_t)got);
	}
}

static bool ask(const struct ruling_work *work, struct buffer *out,
		struct err *err)
{
	int ends[2], status = 0;
	bool heard;
	pid_t pid;

	if (pipe(ends) != 0)
		return err_temporary(err, "no pipe: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		serve(work, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_temporary(err, "no process: %s", strerror(errno));
	}
	heard = hear(ends[0], out, err);
	close(ends[0]);
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return heard;
}

static const char *next_word(struct arena *arena, const char **at,
			     const char *border)
{
	size_t size = strcspn(*at, border);
	const char *word = text_line(arena, *at, size, 4 * WORDS_LIMIT);

	*at += size + ((*at)[size] != '\0');
	return word;
}

static void read_ruling(struct arena *arena, const struct rules *rules,
			size_t i, const char **at, struct ruling *ruling)
{
	ruling->rule = rules_name(rules, i);
	ruling->place = rules_place(rules, i);
	ruling->holds = next_word(arena, at, BORDER)[0] == '1';
	ruling->held = (int)strtol(next_word(arena, at, BORDER), NULL, 10);
	ruling->wanted = (int)strtol(next_word(arena, at, BORDER), NULL, 10);
	ruling->found = next_word(arena, at, BORDER);
	ruling->failed = next_word(arena, at, "\n");
}

/* Behind a rule that stops no other is looked at. */
static void heed_stop(struct arena *arena, const struct rules *rules,
		      struct ruling *rulings)
{
	const char *behind = NULL;

	for (size_t i = 0; i < rules_count(rules); i++) {
		if (behind != NULL) {
			rulings[i].holds = false;
			rulings[i].held = 0;
			rulings[i].failed = behind;
		} else if (rulings[i].holds && rules->at[i].stop) {
			behind = arena_printf(arena, "behind the stop of %s",
					      rulings[i].rule);
		}
	}
}

bool ruling_read(struct arena *arena, const struct ruling_work *work,
		 struct ruling **rulings_r, size_t *count_r, struct err *err)
{
	const struct rules *rules = work->decider->rules;
	struct buffer out = { .arena = arena };
	const char *at;

	if (!ask(work, &out, err))
		return false;
	at = text_repair(arena, buffer_string(&out), out.size, &out.size);
	*rulings_r = ARENA_ARRAY(arena, struct ruling, rules_count(rules));
	*count_r = rules_count(rules);
	for (size_t i = 0; i < *count_r; i++) {
		if (*at == '\0')
			return err_permanent(err, "the mail kills its "
					     "reader");
		read_ruling(arena, rules, i, &at, &(*rulings_r)[i]);
	}
	heed_stop(arena, rules, *rulings_r);
	return true;
}
