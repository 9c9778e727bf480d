#!/usr/bin/env python3
"""test_promise.py - answers that agents gave become what the next
acknowledgement says, in the customer's language, and never more than the
promise."""

import unittest

from mails import Servers
from folder_desk import FolderDesk, write

# A desk that is always open: tickets of the last days, answered after 1, 2,
# 3 … minutes; nobody waits.
ANSWERED = """
WITH t AS (
	INSERT INTO ticket (desk_id, id, number, state, subject, urgency,
			    score, queue, tier, requester_address, language,
			    created, updated)
	SELECT desk_id, -n, 1000 + n, 'open', '', 'normal', 0, 'general', 1,
	       '', '', now() - n * interval '7 hours', now()
	  FROM desk, generate_series(1, {count}) n
	RETURNING desk_id, id, created
)
INSERT INTO response (desk_id, ticket_id, queue, urgency, ahead, created,
		      promised, answered)
SELECT desk_id, id, 'general', 'normal', 0, created,
       created + interval '1 hour', created - id * interval '1 minute'
  FROM t
"""

GREEK = ('Ο βραστήρας μου δεν δουλεύει από χθες το πρωί. Μπορείτε να με '
         'βοηθήσετε, παρακαλώ;')


class Promise(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')

    @classmethod
    def tearDownClass(cls):
        cls.servers.close()

    def desk(self, name, promise):
        desk = FolderDesk(self.servers, name,
                          extra=f'  promise: {promise}\n')
        desk.call('autos', 'on')
        return desk

    @staticmethod
    def text(answer):
        part = answer.get_body(('plain',)) or answer
        return ' '.join(part.get_content().split())

    def test_measured(self):
        desk = self.desk('measured', '{ normal: 10 hours, high: 2 hours }')
        kinds = desk.json('promises')
        self.assertEqual([kind['basis'] for kind in kinds],
                         ['promise', 'promise'])
        desk.take(write('ann', 1, proven=True))
        self.assertEqual(desk.trace({'id': self.newest(desk)})
                         ['promise']['basis'], 'promise')

        desk.sql(ANSWERED.format(count=60))
        desk.call('tick', '--once')
        kind = [kind for kind in desk.json('promises')
                if kind['urgency'] == 'normal'][0]
        # Ann waits, and counts: of 61 the answer of rank 0.9 * 62.
        self.assertEqual((kind['samples'], kind['ahead'], kind['basis']),
                         (61, 1, 'history'))
        self.assertEqual((kind['due'], kind['kept']), (60, 60))
        self.assertEqual([band['ahead'] for band in kind['bands']], [0])
        # One waits where nobody did: twice the time.
        self.assertAlmostEqual(kind['bands'][0]['most_seconds'], 55 * 60,
                               delta=60)
        self.assertAlmostEqual(kind['expected_seconds'], 2 * 55 * 60,
                               delta=120)

        mail = desk.take(write('ben', 2, proven=True))
        told = desk.trace(mail)['promise']
        self.assertEqual((told['basis'], told['ahead'], told['promised'],
                          told['samples']), ('history', 1, '10 hours', 61))
        self.assertRegex(self.text(desk.answers()[-1]),
                         r'write back to you by \w+day at \d\d:\d\d \(UTC\)')
        desk.take(write('kostas', 3, proven=True, text=GREEK))
        self.assertRegex(self.text(desk.answers()[-1]),
                         r'έως τ\w+ \w+ στ\w+ \d\d:\d\d \(UTC\)')
        self.assertEqual(
            desk.sql("SELECT count(*) FROM response WHERE promised > created"
                     " AND ticket_id > 0"), ['3'])
        self.assertIn('nine in ten', desk.call('promises'))

    @staticmethod
    def newest(desk):
        return desk.json('mail', 'list', '--limit', '1')[0]['id']

    def test_capped(self):
        desk = self.desk('capped', '30 minutes')
        desk.sql(ANSWERED.format(count=100))
        desk.call('tick', '--once')
        mail = desk.take(write('ann', 1, proven=True))
        told = desk.trace(mail)['promise']
        self.assertEqual((told['basis'], told['promised']),
                         ('capped', '30 minutes'))

    def test_too_little(self):
        desk = self.desk('little', '{ critical: 1 hour }')
        desk.sql(ANSWERED.format(count=29))
        desk.call('tick', '--once')
        mail = desk.take(write('ann', 1, proven=True))
        self.assertEqual(desk.trace(mail)['promise'],
                         {'by': None, 'basis': 'nothing', 'queue': 'general',
                          'promised': '', 'samples': 0, 'ahead': 0})
        self.assertIn('as soon as we can', self.text(desk.answers()[-1]))


if __name__ == '__main__':
    unittest.main(verbosity=2)
