#!/usr/bin/env python3
"""test_instruct.py - an agent's work on the command line, and its undoing."""

import concurrent.futures
import json
import unittest

from folder_desk import FolderDesk, write
from mails import Servers, text_of

EXTRA = '''\
  queues: [general, billing, orders, technical]
  agents:
  - { name: Maria Kask, address: maria@desk.example.test }
  - { name: Omar, address: omar@desk.example.test, tier: 3 }
'''


class Instruct(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = FolderDesk(cls.servers, 'instruct', extra=EXTRA)
        cls.number = 0

    def ticket(self):
        """A new ticket of Ann's."""
        type(self).number += 1
        mail = self.desk.take(write('ann', self.number, proven=True))
        return str(mail['ticket'])

    def show(self, ticket):
        return self.desk.json('show', ticket)

    def tags(self, ticket):
        return self.desk.sql('SELECT tag FROM tag g JOIN ticket t ON '
                             f't.id = g.ticket_id WHERE t.number = {ticket} '
                             'ORDER BY tag')

    def refused(self, *args):
        """What is said where a command is refused."""
        done = self.desk.run(*args)
        self.assertNotEqual(done.returncode, 0, args)
        return done.stderr

    def states(self, ticket):
        return self.desk.sql(
            'SELECT o.state FROM outbox o JOIN ticket t ON t.id = o.ticket_id'
            f" WHERE o.class = 'agent' AND t.number = {ticket} ORDER BY o.id")

    def test_ticket(self):
        """All that changes how a ticket stands, and back again."""
        ticket = self.ticket()
        before, tags = self.show(ticket), self.tags(ticket)
        steps = (('assign', 'omar'), ('queue', 'billing'),
                 ('urgency', 'critical'), ('tier', '3'),
                 ('tag', '--', '+vip'), ('lang', 'el'),
                 ('cc', 'joe@example.org'), ('pending', '3d'),
                 ('spam',))
        for step in steps:
            self.desk.call(step[0], ticket, *step[1:])
        after = self.show(ticket)
        self.assertEqual(after['agent'], 'omar@desk.example.test')
        self.assertEqual(after['queue'], 'billing')
        self.assertEqual(after['urgency'], 'critical')
        self.assertEqual(after['state'], 'closed')
        self.assertIn('spam', self.tags(ticket))
        self.assertIn('vip', self.tags(ticket))
        self.assertIn('joe@example.org', after['participants'])
        self.assertEqual(self.desk.sql(
            "SELECT spam IS NOT NULL FROM address "
            "WHERE address = 'ann@example.org'"), ['t'])
        for _ in steps:
            self.desk.call('undo', ticket)
        again = self.show(ticket)
        self.assertEqual(self.tags(ticket), tags)
        for key in ('agent', 'queue', 'urgency', 'state', 'participants'):
            self.assertEqual(again[key], before[key], key)
        self.assertEqual(self.desk.sql(
            "SELECT spam IS NULL FROM address "
            "WHERE address = 'ann@example.org'"), ['t'])
        self.assertIn('finds nothing', self.refused('undo', ticket))

    def test_reply(self):
        ticket = self.ticket()
        sent = len(self.desk.answers())
        self.desk.call('reply', ticket, '--as', 'maria', 'We', 'ordered it.')
        self.assertEqual(self.states(ticket), ['held'])
        answers = self.desk.answers()
        self.assertEqual(len(answers), sent + 1)
        self.assertIn('We ordered it.', text_of(answers[-1]))
        self.assertNotIn('maria@', str(answers[-1]))
        # Another agent did not see it.
        said = self.refused('reply', ticket, '--as', 'omar', 'Hello')
        self.assertIn('Maria Kask answered at', said)
        self.assertIn('--insist', said)
        self.assertIn('finds nothing of yours',
                      self.refused('undo', ticket, '--as', 'omar'))
        self.assertIn('called back', self.desk.call('undo', ticket))
        self.assertEqual(self.states(ticket), ['cancelled'])
        self.assertNotIn('out', [message['direction'] for message in
                                 self.show(ticket)['messages'][1:]
                                 if 'ordered' in message['text']])
        self.desk.call('reply', ticket, '--as', 'omar', 'Hello')
        # What has left cannot be called back; when it left is told.
        self.desk.sql("UPDATE outbox SET state = 'sent', ended = "
                      "'2026-01-02 03:04:05Z' WHERE state = 'held'")
        self.assertIn('2026-01-02', self.refused('undo', ticket))
        self.desk.call('reply', ticket, '--as', 'omar', 'Hello again')
        self.desk.sql("UPDATE outbox SET state = 'queued' "
                      "WHERE state = 'held'")
        self.assertIn('leaving just now', self.refused('undo', ticket))

    def test_reply_and_close(self):
        ticket = self.ticket()
        self.desk.call('note', ticket, 'she called')
        self.desk.call('reply', ticket, 'Done.')
        self.desk.call('close', ticket, '--as', 'maria')
        self.assertEqual(self.show(ticket)['state'], 'closed')
        self.assertIn('by maria@desk.example.test (', str(
            [event['detail'] for event in self.show(ticket)['events']]))

    def test_new(self):
        answer = json.loads(self.desk.call(
            'new', '--json', '--as', 'maria', '--subject', 'Your order',
            'joe@example.org', 'It is on its way.'))
        ticket = self.show(str(answer['ticket']))
        self.assertEqual(ticket['requester'], 'joe@example.org')
        self.assertEqual(ticket['agent'], 'maria@desk.example.test')
        self.desk.call('undo', str(answer['ticket']))
        self.assertEqual(self.show(str(answer['ticket']))['state'], 'closed')

    def test_corrections(self):
        """Taken back by the step, as by hand."""
        one, two = self.ticket(), self.ticket()
        self.desk.call('merge', two, one)
        self.desk.call('undo', two)
        self.assertEqual(self.desk.sql(
            f'SELECT merged_into IS NULL FROM ticket WHERE number = {two}'),
                         ['t'])
        self.desk.call('merge', two, one)
        mail = self.show(one)['messages'][0]['mail']
        made = json.loads(self.desk.call('split', '--json', one, str(mail)))
        self.desk.call('undo', one)
        self.assertEqual(self.desk.sql(
            'SELECT n.number FROM ticket t JOIN ticket n ON n.id = '
            f"t.merged_into WHERE t.number = {made['ticket']}"), [one])

    def test_pending_ends(self):
        ticket = self.ticket()
        self.desk.call('pending', ticket, '3d')
        self.desk.call('tick', '--once')
        self.assertEqual(self.show(ticket)['state'], 'pending')
        self.desk.sql('UPDATE ticket SET until = now() '
                      f'WHERE number = {ticket}')
        self.desk.call('tick', '--once')
        shown = self.show(ticket)
        self.assertEqual(shown['state'], 'open')
        self.assertEqual([event['kind'] for event in shown['events'][-3:]],
                         ['opened', 'notified', 'notified'])
        self.assertEqual(self.desk.sql(
            'SELECT until IS NULL FROM ticket '
            f'WHERE number = {ticket}'), ['t'])

    def test_race(self):
        """Called back or gone: what is told is what happened."""
        for _ in range(3):
            ticket = self.ticket()
            self.desk.call('reply', ticket, 'Hello')
            with concurrent.futures.ThreadPoolExecutor() as pool:
                undone = pool.submit(self.desk.run, 'undo', ticket)
                pool.submit(self.desk.sql, 'SELECT pg_sleep(0.1); UPDATE '
                            "outbox SET state = 'queued' "
                            "WHERE state = 'held'").result()
                undone = undone.result()
            self.assertEqual(self.states(ticket),
                             ['cancelled' if undone.returncode == 0
                              else 'queued'], undone.stderr)

    def test_refused(self):
        """Nothing is done, and the nearest word is told."""
        ticket = self.ticket()
        before = self.desk.sql('SELECT count(*) FROM event')
        for args, said in (
                (('queue', ticket, 'biling'), 'queue billing'),
                (('assign', ticket, 'omer'), 'assign Omar'),
                (('canned', ticket, 'akk'), 'canned ack'),
                (('urgency', ticket, 'highest'), 'low, normal, high'),
                (('tier', ticket, '4'), '1, 2 or 3'),
                (('pending', ticket, 'moon'), '3d'),
                (('tag', ticket, '--', '+'), '+vip'),
                (('cc', ticket, 'omar@desk.example.test'), 'agent'),
                (('uncc', ticket), 'only the requester'),
                (('take', ticket), '--as AGENT'),
                (('take', '--as', 'omer', ticket), 'Omar'),
                (('reply', ticket), '--file'),
                (('new', 'joe@example.org', 'Hello.'), 'subject'),
                (('queue', '999', 'billing'), 'no ticket'),
                (('close', '999'), 'no ticket 999')):
            self.assertIn(said, self.refused(*args), args)
        self.assertEqual(self.desk.sql('SELECT count(*) FROM event'), before)


if __name__ == '__main__':
    unittest.main()
