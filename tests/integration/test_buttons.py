#!/usr/bin/env python3
"""test_buttons.py - what customers say with one tap, and asking how it was."""

import os
import re
import shutil
import sys
import unittest
import urllib.parse

from folder_desk import FolderDesk, TOP, write
from mails import Servers

ARTICLE = '''---
title: When the kettle is cold
languages: [en]
words: [kettle, boil]
---
Switch it on at the *wall*.
'''


def html_of(answer):
    return answer.get_body(('html',)).get_content()


def buttons(answer):
    """{words: (address, subject, text)} of the links of an answer."""
    found = {}
    for link, words in re.findall(r'<a href="mailto:([^"]*)">([^<]*)</a>',
                                  html_of(answer)):
        address, query = link.replace('&amp;', '&').split('?')
        fields = dict(pair.split('=') for pair in query.split('&'))
        found[words] = (address, *(urllib.parse.unquote(fields[name])
                                   for name in ('subject', 'body')))
    return found


def change(desk, old, new):
    path = os.path.join(desk.dir, 'postdesk.yaml')
    with open(path, encoding='utf-8') as file:
        settings = file.read()
    with open(path, 'w', encoding='utf-8') as file:
        file.write(settings.replace(old, new))


class Buttons(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)

    def desk(self, name, extra=''):
        desk = FolderDesk(self.servers, name, extra)
        desk.taps = 1000
        return desk

    def press(self, desk, button, sender='ann', proven=True, more=''):
        """Send what a mail program would have written for that link."""
        address, subject, text = button
        desk.taps += 1
        return desk.take(write(sender, desk.taps, to=address, proven=proven,
                               subject=subject, text=text + more))

    def events(self, desk, ticket):
        return [event['kind'] for event in
                desk.json('show', str(ticket))['events']]

    def test_solved_by_an_article(self):
        desk = self.desk('article')
        rules = os.path.join(desk.dir, 'rules')
        shutil.copytree(os.path.join(TOP, 'rules'), rules)
        os.makedirs(f'{rules}/articles')
        with open(f'{rules}/articles/cold.md', 'w', encoding='utf-8') as file:
            file.write(ARTICLE)
        change(desk, f"rules: {os.path.join(TOP, 'rules')}",
               f'rules: {rules}')
        desk.call('reload')
        mail = desk.take(write('ann', 1, proven=True))
        answer = desk.answers()[-1]
        self.assertIn('Switch it on at the <em>wall</em>.', html_of(answer))
        self.assertEqual([article['article'] for article in
                          desk.trace(mail)['articles']], ['cold'])
        self.press(desk, buttons(answer)['This solved it'])
        self.assertEqual(desk.json('show', str(mail['ticket']))['state'],
                         'closed')
        self.assertEqual(self.events(desk, mail['ticket'])[-2:],
                         ['received', 'solved'])
        self.assertEqual(desk.json('survey')['articles'],
                         [{'article': 'cold', 'offered': 1, 'solved': 1}])
        self.assertRegex(desk.call('survey'), r'cold +1 +1\n')
        # What she was answered is the last that was sent.
        self.assertEqual(len(desk.answers()), 1)

    def test_stopped(self):
        desk = self.desk('stopped')
        mail = desk.take(write('ann', 1, proven=True))
        stop = buttons(desk.answers()[-1])[
            'No more automatic email about this, please']
        self.press(desk, stop, sender='eve')
        self.assertEqual(desk.sql('SELECT quiet IS NULL FROM ticket'), ['t'])
        self.press(desk, stop)
        self.press(desk, stop)
        self.assertEqual(desk.sql('SELECT quiet IS NULL FROM ticket'), ['f'])
        self.assertEqual(self.events(desk, mail['ticket']).count('stopped'),
                         1)
        more = desk.take(write('ann', 2, 'In-Reply-To: <1@example.org>',
                               subject='Re: Kettle 1',
                               proven=True))
        self.assertEqual(more['answer'], 'stopped-by-customer')
        # Decided again from what was kept, it ends in the same way.
        again = desk.json('rules', 'backtest')
        self.assertEqual((again['judged'] > 1, again['drifted']), (True, 0))

    def close(self, desk, number, ago='2 days'):
        mail = desk.take(write('ann', number, proven=True))
        desk.call('close', str(mail['ticket']))
        desk.sql(f"UPDATE ticket SET closed = closed - interval '{ago}' "
                 f"WHERE number = {mail['ticket']}")
        return mail['ticket']

    def asked(self, desk, reply='survey'):
        desk.call('tick', '--once')
        return desk.sql("SELECT t.number FROM outbox o JOIN ticket t "
                        'ON t.id = o.ticket_id '
                        f"WHERE o.template = '{reply}' ORDER BY 1")

    def test_survey(self):
        desk = self.desk('survey', '  survey: { after: 2 days }\n')
        first = self.close(desk, 1)
        desk.take(write('ann', 2, proven=True))        # is open
        unproven = desk.take(write('bob', 3))['ticket']
        desk.call('close', str(unproven))
        desk.sql("UPDATE ticket SET closed = closed - interval '2 days' "
                 f'WHERE number = {unproven}')
        self.assertEqual(self.asked(desk), [str(first)])
        self.assertEqual(self.asked(desk), [str(first)])   # once for ever
        score = buttons(desk.answers()[-1])
        self.assertEqual(len([words for words in score
                              if words[0] in '12345']), 5)
        self.press(desk, score['2 – not very good'])
        self.press(desk, score['4 – good'],
                   more='\n\nThe driver was late, but kind.')
        self.press(desk, score['1 – bad'], sender='eve')
        report = desk.json('survey')
        self.assertEqual(report['asked'], 1)
        self.assertEqual([row['scores'] for row in report['scores']],
                         [[0, 0, 0, 1, 0]] * 3)
        self.assertRegex(desk.call('survey'), r'queue +general +1 +4\.0 ')
        # Her words are read: the ticket is open again.
        self.assertEqual(desk.json('show', str(first))['state'], 'open')

    def test_told(self):
        """Once, while it is news; an answer opens the ticket again."""
        desk = self.desk('told', '  tell_closed: { after: 10 minutes }\n')
        self.close(desk, 1, '9 minutes')
        self.close(desk, 2, '71 minutes')
        first = self.close(desk, 3, '10 minutes')
        self.assertEqual(self.asked(desk, 'closed'), [str(first)])
        self.assertEqual(self.asked(desk, 'closed'), [str(first)])
        told = desk.answers()[-1]
        self.assertIn('is solved, so we have closed it', html_of(told))
        self.assertEqual(self.events(desk, first)[-1], 'answered')
        desk.take(write('ann', 4, proven=True, to=told['Reply-To'],
                        text='No, it still leaks.'))
        self.assertEqual(desk.json('show', str(first))['state'], 'open')
        # Closed again, it was said already; nor does it keep from asking.
        desk.call('close', str(first))
        desk.sql("UPDATE ticket SET closed = closed - interval '20 minutes' "
                 f'WHERE number = {first}')
        self.assertEqual(self.asked(desk, 'closed'), [str(first)])
        self.assertEqual(self.asked(desk), [])

    def test_survey_is_capped(self):
        """By a limit of the desk that is above what is counted else."""
        desk = self.desk('capped', '  survey: { after: 2 days }\n')
        ticket = self.close(desk, 1)
        desk.sql("INSERT INTO outbox SELECT r.* FROM outbox o "
                 "CROSS JOIN generate_series(1, 5001) n "
                 "CROSS JOIN jsonb_populate_record(o, jsonb_build_object("
                 "'id', o.id + n, 'dedupe_key', 'other/' || n, 'address', "
                 "'o@example.org', 'state', 'sent', 'ended', now(), "
                 "'created', now() - interval '30 minutes')) r "
                 "WHERE o.class = 'automatic'")
        change(desk, 'caps: {', 'caps: { desk_hour: 5001,')
        self.assertEqual(self.asked(desk), [])
        change(desk, 'desk_hour: 5001', 'desk_hour: 5003')
        self.assertEqual(self.asked(desk), [str(ticket)])

    def test_survey_is_off(self):
        desk = self.desk('no_survey')
        self.close(desk, 1)
        self.assertEqual(self.asked(desk), [])

    def test_not_asked(self):
        desk = self.desk('not_asked', '  survey: { after: 2 days, '
                         'queues: [general] }\n')
        ticket = self.close(desk, 1)
        desk.sql("UPDATE ticket SET queue = 'billing'")
        self.assertEqual(self.asked(desk), [])
        desk.sql("UPDATE ticket SET queue = 'general'")
        desk.call('autos', 'off')
        self.assertEqual(self.asked(desk), [])
        desk.call('autos', 'on')
        self.assertEqual(self.asked(desk), [str(ticket)])
        solved = desk.take(write('ann', 2, proven=True))
        self.press(desk, buttons(desk.answers()[-1])['It is solved'])
        desk.sql("UPDATE ticket SET closed = closed - interval '2 days' "
                 f"WHERE number = {solved['ticket']}")
        self.assertEqual(self.asked(desk), [str(ticket)])


if __name__ == '__main__':
    sys.exit(unittest.main())
