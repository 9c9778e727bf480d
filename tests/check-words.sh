#!/bin/sh
# check-words.sh - code, database and manual agree on the words people see.
#
# The rows of an X-macro table in include/, the CHECK constraint of a column,
# and the list of doc/postdesk-words.7 that carries the name of the table hold
# the same words.  Prints what one of them lacks, and fails.

cd "${srcdir:-.}" || exit 1

# words_of_code HEADER TABLE
words_of_code() {
	awk -v table="$2" '
	$1 == "#define" && index($2, table "(") == 1 { inside = 1 }
	inside {
		line = $0
		while (match(line, /"[^"]*"/)) {
			print substr(line, RSTART + 1, RLENGTH - 2)
			line = substr(line, RSTART + RLENGTH)
		}
	}
	!/\\$/ { inside = 0 }' "$1" | sort
}

# words_of_sql TABLE COLUMN: of the last constraint that was set.
words_of_sql() {
	sed 's/--.*//' sql/migrations/*.sql | tr -s ' \t\n' '   ' |
	awk -v table="$1" -v column="$2" '
	BEGIN { RS = ";" }
	index($0, "TABLE " table " (") || index($0, "ALTER TABLE " table " ") {
		if (match($0, "CHECK \\(" column " IN *\\([^)]*\\)"))
			found = substr($0, RSTART, RLENGTH)
	}
	END {
		while (match(found, /\047[^\047]*\047/)) {
			print substr(found, RSTART + 1, RLENGTH - 2)
			found = substr(found, RSTART + RLENGTH)
		}
	}' | sort
}

# words_of_manual TABLE: of the list below the comment with its name.
words_of_manual() {
	awk -v table="$1" '
	/^\.\\" / { inside = $2 == table }
	inside && $1 == ".It" { print $2 }' doc/postdesk-words.7 | sort
}

failed=0
# explained HEADER TABLE_OF_WORDS
explained() {
	code=$(words_of_code "$1" "$2")
	manual=$(words_of_manual "$2")
	[ -n "$code" ] && [ "$code" = "$manual" ] && return
	printf '%s of %s:\n%s\ndoc/postdesk-words.7:\n%s\n\n' \
		"$2" "$1" "$code" "$manual"
	failed=1
}

# agree HEADER TABLE_OF_WORDS TABLE COLUMN
agree() {
	explained "$1" "$2"
	code=$(words_of_code "$1" "$2")
	sql=$(words_of_sql "$3" "$4")
	[ -n "$code" ] && [ "$code" = "$sql" ] && return
	printf '%s of %s:\n%s\n%s.%s of sql/migrations:\n%s\n\n' \
		"$2" "$1" "$code" "$3" "$4" "$sql"
	failed=1
}

agree include/desk/ticket.h TICKET_STATES ticket state
agree include/desk/ticket.h URGENCIES ticket urgency
agree include/desk/plan_effect.h DISPOSITIONS mail disposition
agree include/desk/plan_effect.h MESSAGE_DIRECTIONS message direction
agree include/desk/plan_effect.h EVENT_KINDS event kind
agree include/desk/plan_link.h RELATION_KINDS relation kind
agree include/desk/plan_link.h CLUE_KINDS clue kind
agree include/desk/plan_draft.h DRAFT_STATES draft state
agree include/desk/plan_outgoing.h OUTGOING_CLASSES outbox class
agree include/store/outbox.h OUTBOX_STATES outbox state
agree include/store/outbox.h OUTBOX_RESULTS attempt result
agree include/store/ledger.h LEDGER_STATES mail state
agree include/store/ledger.h LEDGER_RETIRES mail retire
agree include/desk/breaker.h BREAKER_REASONS desk breaker_why
agree include/desk/plan_notification.h NOTIFICATION_KINDS notification kind

# What only code and people know.
explained include/desk/relay.h RELAY_VERDICTS
explained include/mail/origin.h ORIGIN_KINDS
explained include/mail/origin_reason.h ORIGIN_REASONS
explained include/mail/identity.h IDENTITIES
explained include/mail/bounce.h REPORT_TYPES
explained include/mail/reason.h REASONS
explained include/mail/message.h MESSAGE_DEFECTS
explained include/desk/match.h MATCH_EVIDENCE
explained include/desk/admit.h ADMIT_VERDICTS
explained include/desk/respond.h RESPOND_VERDICTS
explained include/desk/breaker.h BREAKER_STATES
explained include/desk/notify.h NOTIFY_VERDICTS
explained include/desk/button.h BUTTONS
explained include/desk/button.h BUTTON_VERDICTS
explained include/desk/survey.h SURVEY_VERDICTS
explained include/desk/condition.h RULE_FIELDS
explained include/desk/proof.h PROOF_VERDICTS
explained include/desk/proof.h PROOF_EFFECTS
explained include/desk/confirm.h CONFIRM_VERDICTS
explained include/desk/command.h COMMAND_KINDS
explained include/desk/command.h COMMAND_REASONS
explained include/desk/reopen.h REOPEN_VERDICTS
explained include/desk/thanks.h THANKS_VERDICTS
explained include/desk/outcome.h OUTCOME_ASPECTS
explained include/desk/redecide.h REDECIDE_GROUNDS
explained include/desk/instruct.h INSTRUCT_VERDICTS
explained include/desk/instruct.h INSTRUCT_REFUSALS
explained include/desk/team.h TEAM_REASONS
explained include/desk/correct.h CORRECT_KINDS
explained include/desk/correct.h CORRECT_VERDICTS
explained include/app/checkup.h CHECKUP_VERDICTS

exit "$failed"
