"""crowded.py - a database with very many tickets, to be copied for each run.

Filled by tests/fixture/crowd.sql, whose tickets have two mails, an answer, five
Message-IDs and an acknowledgement each.  Foreign keys and all indexes stand
again afterwards.
"""

import concurrent.futures
import os
import subprocess
import time

from rig import HERE, sql

CROWD = os.path.join(HERE, '..', 'fixture', 'crowd.sql')
AT_ONCE = 25000

# Beyond all ids of the crowd: ticket n has those from 100 n.
IDS_OF_A_TICKET = 100


def sequence_of(tickets):
    block = 20000
    return (tickets + 1) * IDS_OF_A_TICKET // block * block + block + 1


def psql(uri, *statements):
    """In one session; fails with the first that fails."""
    commands = [part for statement in statements
                for part in ('-c', statement)]
    subprocess.run(['psql', '-qXAt', '-v', 'ON_ERROR_STOP=1', *commands, uri],
                   check=True, stdout=subprocess.DEVNULL)


def side_by_side(jobs):
    """Two at a time, in their order."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda job: job(), jobs))


def fill_part(uri, desk_id, first, last, deadline):
    """True where there was still time for it."""
    if time.monotonic() > deadline:
        return False
    psql(uri, 'SET synchronous_commit = off',
         *[f'SELECT crowd_{what}({desk_id}, {first}, {last})'
           for what in ('people', 'tickets', 'mails', 'outbox')])
    return True


def definitions(uri):
    """What is made again once the rows are there: indexes that are no key, and
    foreign keys."""
    indexes = sql(uri, (
        "SELECT indexrelid::regclass || '|' || pg_get_indexdef(indexrelid)"
        ' FROM pg_index i WHERE indrelid::regclass::text IN'
        " ('mail', 'message', 'mention', 'clue', 'outbox', 'ticket')"
        ' AND NOT EXISTS (SELECT FROM pg_constraint c'
        ' WHERE c.conindid = i.indexrelid)'))
    keys = sql(uri, (
        "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID',"
        ' conrelid::regclass, conname, pg_get_constraintdef(oid))'
        " FROM pg_constraint WHERE contype = 'f'"))
    return dict(line.split('|', 1) for line in indexes), keys


def fill(uri, desk_id, most, deadline):
    """`most` tickets, or as many as there is time for; how many there are.  The
    desk and its mailbox 1 are there."""
    indexes, keys = definitions(uri)
    psql(uri, 'SET client_min_messages = warning', f'\\i {CROWD}')
    # CROWD has dropped one of them.
    sql(uri, ';'.join(f'DROP INDEX IF EXISTS {name}' for name in indexes))
    done = side_by_side([
        lambda first=first: fill_part(uri, desk_id, first,
                                      min(first + AT_ONCE - 1, most), deadline)
        for first in range(1, most + 1, AT_ONCE)])
    filled = min(most, AT_ONCE * sum(done))
    side_by_side([lambda text=text: psql(
        uri, "SET maintenance_work_mem = '512MB'", text)
        for text in indexes.values()])
    sql(uri, ';'.join(keys))
    sql(uri, f'UPDATE desk SET next_number = {filled + 1} WHERE desk_id = '
             f"{desk_id}; SELECT setval('id_block', {sequence_of(filled)})")
    sql(uri, 'VACUUM ANALYZE')
    return filled
