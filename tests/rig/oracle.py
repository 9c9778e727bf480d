"""oracle.py - conservation: what must hold however often workers were killed.

    answers = oracle.check(desk, injected=500)

* mails injected = rows of the ledger, each with exactly one disposition;
* one ticket for each mail that opened one, and no other;
* an automatic mail is accepted at most once: by its row in the outbox, by
  its Message-ID, and by the incoming mail that it answers.

It looks at the tables and into the mailboxes, never through the program.
"""

import collections
import email
import email.policy

# Each statement counts what must not be.
NEVER = {
    'mails without a disposition':
        'SELECT count(*) FROM mail WHERE disposition IS NULL',
    'mails twice in the ledger':
        'SELECT count(*) - count(DISTINCT (mailbox_id, epoch, item))'
        ' FROM mail',
    'tickets opened by more than one mail':
        "SELECT count(*) - count(DISTINCT ticket_id) FROM mail"
        " WHERE disposition = 'ticketed'",
    'tickets that no mail opened':
        "SELECT count(*) FROM ticket t WHERE NOT EXISTS (SELECT FROM mail m"
        " WHERE m.desk_id = t.desk_id AND m.ticket_id = t.id"
        " AND m.disposition = 'ticketed')",
    'mails that opened no ticket':
        "SELECT count(*) FROM mail WHERE disposition = 'ticketed'"
        " AND ticket_id IS NULL",
    'outgoing mails accepted twice':
        "SELECT count(*) FROM (SELECT FROM attempt WHERE result = 'sent'"
        " GROUP BY desk_id, outbox_id HAVING count(*) > 1) twice",
    'acknowledgements of one ticket beside the first':
        "SELECT count(*) - count(DISTINCT (desk_id, ticket_id)) FROM outbox"
        " WHERE class = 'automatic'",
}


def count(desk, statement):
    return int(desk.sql(statement)[0])


def undecided(desk, injected):
    """How many mails the desk still has to judge."""
    return injected - count(
        desk, 'SELECT count(*) FROM mail WHERE disposition IS NOT NULL')


def unsent(desk):
    """What a kill left without a verdict (dot_sent) is never sent again."""
    return count(desk, "SELECT count(*) FROM outbox WHERE state = 'queued'")


def automatic(servers, names):
    """(Message-ID, what it answers) of each automatic mail in mailboxes."""
    for name in names:
        for raw in servers.read(name):
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            if mail['Auto-Submitted'] == 'auto-replied':
                yield str(mail['Message-ID']), str(mail['In-Reply-To'])


def twice(values):
    return [value for value, seen in collections.Counter(values).items()
            if seen > 1]


def check(desk, injected, names=('alice', 'bob')):
    """Fails with all that is wrong; returns how many answers arrived."""
    faults = []
    mails = count(desk, 'SELECT count(*) FROM mail')
    if mails != injected:
        faults.append(f'{injected} mails injected, {mails} in the ledger')
    for what, statement in NEVER.items():
        found = count(desk, statement)
        if found:
            faults.append(f'{found} {what}')
    answers = list(automatic(desk.servers, names))
    for what, values in (('Message-ID', [own for own, _ in answers]),
                         ('incoming mail', [to for _, to in answers])):
        if twice(values):
            faults.append(f'answered twice by {what}: {twice(values)[:5]}')
    if faults:
        raise AssertionError('; '.join(faults))
    return len(answers)
