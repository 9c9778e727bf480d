/* button.c - the addresses of buttons, and what pressing one may do. */

#include "desk/button.h"

#include "mail/token.h"

const char *button_address(struct arena *arena, const struct desk *desk,
			   int64_t number, enum button button)
{
	const char *address = NULL;

	if (desk->address_tokens)
		address = token_address(arena, desk->token_address,
			token_sign(arena, &desk->ring, TOKEN_STATUS, number,
				   button));
	return address == NULL ? "" : address;
}

enum button button_of(const struct token *token)
{
	if (token->role != TOKEN_STATUS)
		return BUTTON_NONE;
	switch (token->item) {
#define ROW(name, item, word) case item:
	BUTTONS(ROW)
#undef ROW
		return (enum button)token->item;
	default:
		return BUTTON_NONE;
	}
}

int button_score(enum button button)
{
	return button >= BUTTON_SCORE1 && button <= BUTTON_SCORE5
		? (int)button - BUTTON_SCORE1 + 1 : 0;
}

int button_article(enum button button)
{
	return button >= BUTTON_ARTICLE1 && button <= BUTTON_ARTICLE3
		? (int)button - BUTTON_ARTICLE1 + 1 : 0;
}

bool button_solves(enum button button)
{
	return button == BUTTON_SOLVED || button_article(button) > 0;
}

static const char *skip_blank(const char *text)
{
	return text + strspn(text, " \t\n");
}

/* Behind `words` at the start of a text, wherever its lines were broken; NULL
 * where it begins otherwise. */
static const char *behind(const char *text, const char *words)
{
	for (; *words != '\0'; words++) {
		if (*words == ' ') {
			if (*text == '\0' || strchr(" \t\n", *text) == NULL)
				return NULL;
			text = skip_blank(text);
		} else if (*text++ != *words) {
			return NULL;
		}
	}
	return *text == '\0' || strchr(" \t\n", *text) != NULL ? text : NULL;
}

const char *button_besides(struct arena *arena, const char *subject,
			   const char *visible)
{
	const char *words = strstr(subject, "] ");
	const char *rest = NULL;

	visible = skip_blank(visible);
	if (words != NULL)
		rest = behind(visible, words + 2);
	return arena_strdup(arena, skip_blank(rest == NULL ? visible : rest));
}

/* What a participant who was proven may have. */
static enum button_verdict judge_proven(const struct button_facts *facts)
{
	if (facts->button == BUTTON_STOP)
		return facts->quiet ? BUTTON_AGAIN : BUTTON_PRESSED;
	if (!button_solves(facts->button))
		return BUTTON_PRESSED;
	if (facts->besides)
		return BUTTON_BESIDES;
	return facts->state == TICKET_CLOSED ? BUTTON_AGAIN : BUTTON_PRESSED;
}

enum button_verdict button_judge(const struct button_facts *facts)
{
	if (facts->button == BUTTON_NONE)
		return BUTTON_IDLE;
	if (!facts->person)
		return BUTTON_MACHINE;
	switch (facts->admit) {
	case ADMIT_JOIN:
		return judge_proven(facts);
	case ADMIT_UNVERIFIED:
		return facts->button == BUTTON_STOP ? judge_proven(facts)
						    : BUTTON_UNPROVEN;
	case ADMIT_COLLEAGUE:
	case ADMIT_PENDING:
	case ADMIT_OWN_TICKET:
		break;
	}
	return BUTTON_STRANGER;
}

const char *button_word(enum button button)
{
	switch (button) {
#define ROW(name, item, word) case name: return word;
	BUTTONS(ROW)
#undef ROW
	case BUTTON_NONE:
		break;
	}
	return "none";
}

const char *button_verdict_word(enum button_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		BUTTON_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
