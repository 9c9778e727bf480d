"""oracle.py - conservation: what must hold however often workers were killed.

    oracle.check(desk, injected=500)

* mails injected = rows of the ledger, each with exactly one disposition;
* one ticket for each mail that opened one, and no mail in two tickets;
* an automatic answer reaches a mailbox at most once: for each row of the
  outbox (its dedupe key), for each incoming mail, and for each Message-ID.
"""

import collections
import email
import email.policy


def duplicates(values):
    return {value: count
            for value, count in collections.Counter(values).items()
            if count > 1}


def ledger_faults(desk, injected):
    mails = desk.json('mail', 'list', '--limit', str(injected + 1000))
    faults = []
    if len(mails) != injected:
        faults.append(f'{injected} mails injected, {len(mails)} in the ledger')
    undecided = [mail['id'] for mail in mails if not mail['disposition']]
    if undecided:
        faults.append(f'{len(undecided)} mails without a disposition: '
                      f'{undecided[:5]}')
    opened = [mail['ticket'] for mail in mails
              if mail['disposition'] == 'ticketed']
    if duplicates(opened):
        faults.append(f'tickets opened by two mails: {duplicates(opened)}')
    tickets = [ticket['number'] for ticket in
               desk.json('tickets', '--all', '--limit', str(injected + 1000))]
    if sorted(tickets) != sorted(opened):
        faults.append(f'{len(opened)} mails opened tickets, but there are '
                      f'{len(tickets)} tickets')
    return faults


def delivered_automatic(servers, names):
    """(Message-ID, what it answers) of the automatic mail in mailboxes."""
    for name in names:
        for raw in servers.read(name):
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            if mail['Auto-Submitted'] == 'auto-replied':
                yield str(mail['Message-ID']), str(mail['In-Reply-To'])


def answer_faults(desk, names):
    faults = []
    answers = list(delivered_automatic(desk.servers, names))
    for what, values in (('Message-ID', [own for own, _ in answers]),
                         ('incoming mail', [to for _, to in answers])):
        twice = duplicates(values)
        if twice:
            faults.append(f'{len(twice)} automatic answers came twice by '
                          f'{what}: {list(twice)[:5]}')
    return faults, len(answers)


def check(desk, injected, names=('alice', 'bob')):
    """Fails with every fault found; returns how many answers arrived."""
    faults, answers = answer_faults(desk, names)
    faults = ledger_faults(desk, injected) + faults
    if faults:
        raise AssertionError('; '.join(faults))
    return answers
