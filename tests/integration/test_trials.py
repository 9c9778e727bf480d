#!/usr/bin/env python3
"""test_trials.py - a back-test says what a fresh ingest with the new rules
does; a shadow, promote and rollback do what they say; rule files that change
badly while mail flows leave the old rules at work."""

import hashlib
import json
import os
import random
import shutil
import signal
import unittest

from mails import LONG, Servers, wait_for
from files_desk import FilesDesk

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
SHIPPED = os.path.join(TOP, 'rules')
MUTATIONS = 500 if LONG else 40

TRIAL = '''\
- name: trial-money
  when: { text: [invoice*, account*, order*] }
  queue: billing
  tags: [money]
  urgency: +40
- name: trial-late
  when: { subject: { regex: '(late|lost) \\d+' } }
  tier: 2
  urgency: critical
- name: trial-junk
  when: { subject: [parcel], not: { body: [kettle] } }
  drop: 'about parcels'
- name: trial-look
  when: { body: [teapot] }
  quarantine: 'somebody looks at teapots'
- name: trial-hush
  when: { from: ['bob@example.org'] }
  acknowledge: off
- name: trial-greek
  when: { language: el }
  queue: greek
'''
SUBJECTS = ('My invoice', 'Order late', 'A parcel', 'Kettle lost', 'Hello',
            'Το τιμολόγιο', 'Question')
BODIES = ('Please look at my invoice.', 'My kettle does not boil.',
          'The teapot came broken, the parcel was open.', 'Where is it?',
          'Το τιμολόγιό μου δεν ήρθε ακόμα, παρακαλώ κοιτάξτε το σύντομα.',
          'I cannot log in to my account, it is urgent.')


def mail(number, chance, cites=()):
    sender = chance.choice(('ann', 'bob', 'cat', 'dan'))
    lines = [f'Return-Path: <{sender}@example.org>',
             f'From: {sender.capitalize()} <{sender}@example.org>',
             'To: support@example.test',
             f'Subject: {chance.choice(SUBJECTS)} {number}',
             f'Message-ID: <m{number}@client.example.org>',
             'Content-Type: text/plain; charset=utf-8',
             'Content-Transfer-Encoding: 8bit']
    if cites:
        lines.append(f'In-Reply-To: <m{chance.choice(cites)}@'
                     'client.example.org>')
    # Who says the same again and again is taken for a machine.
    word = ''.join(chr(ord('a') + int(digit)) for digit in f'{number:04}')
    return '\n'.join([*lines, '', chance.choice(BODIES),
                      f'I call it {word} {word}.', '']).encode()


def some_mails(count, seed):
    """Three of ten answer an earlier one."""
    chance = random.Random(seed)
    return [mail(n, chance, range(n) if n > 0 and chance.random() < 0.3
                 else ()) for n in range(count)]


def candidate(servers, name, text=TRIAL):
    folder = os.path.join(servers.dir, name)
    shutil.copytree(SHIPPED, folder)
    with open(os.path.join(folder, '80-trial.yaml'), 'w',
              encoding='utf-8') as file:
        file.write(text)
    return folder


def outcomes(desk):
    """What became of each mail, by the digest of its bytes."""
    rows = desk.sql('''
        SELECT json_build_object('sha', encode(m.sha256, 'hex'), 'id', m.id,
                'disposition', m.disposition, 'answer', m.answer,
                'rules', m.rules, 'trace', t.facts::json, 'queue', k.queue,
                'tier', k.tier, 'state', k.state, 'tags', ARRAY(
                    SELECT tag FROM tag g WHERE g.ticket_id = k.id
                     ORDER BY tag))
          FROM mail m
          JOIN LATERAL (SELECT facts FROM trace WHERE mail_id = m.id
                         ORDER BY run DESC LIMIT 1) t ON true
          LEFT JOIN ticket k ON k.id = m.ticket_id''')
    return {row['sha']: row for row in map(json.loads, rows)}


def mutate(content, chance):
    """A byte, a piece or a line of it is another, twice, or gone."""
    at = chance.randrange(len(content))
    length = chance.choice((1, 1, 1, 2, 5, 40, 400))
    how = chance.randrange(6)
    if how == 0:
        return content[:at] + bytes([chance.randrange(256)]) + \
            content[at + 1:]
    if how == 1:
        return content[:at] + content[at + length:]
    if how == 2:
        return content[:at] + content[at:at + length] * 2 + \
            content[at + length:]
    if how == 3:
        return content[:at]
    lines = content.split(b'\n')
    line = chance.randrange(len(lines))
    if how == 4:
        del lines[line]
    else:
        other = chance.randrange(len(lines))
        lines[line], lines[other] = lines[other], lines[line]
    return b'\n'.join(lines)


class Trials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')

    @classmethod
    def tearDownClass(cls):
        cls.servers.close()

    def desk(self, name, rules, mails):
        desk = FilesDesk(self.servers, name, rules)
        desk.begin()
        desk.put(mails)
        desk.work()
        return desk

    def test_fresh_ingest(self):
        """Of every mail whose verdict rests on itself alone, all aspects; of
        the others at least the rules that hit."""
        mails = some_mails(300, 5)
        new = candidate(self.servers, 'fresh-rules')
        old = self.desk('fresh_old', SHIPPED, mails)
        fresh = outcomes(self.desk('fresh_new', new, mails))
        before = outcomes(old)
        found = old.json('rules', 'backtest', '--rules', new, '--limit',
                         '100000')
        self.assertEqual(found['mails'], len(mails))
        self.assertEqual(found['drifted'], 0)
        self.assertEqual(found['unread'], 0)
        self.assertEqual(found['changed'], len(found['list']))
        changed = {entry['mail']: entry for entry in found['list']}
        followers = self.followers(old, changed)
        alone = 0
        for sha, was in before.items():
            entry = changed.get(was['id'], {'changes': {}, 'grounds': []})
            now = fresh[sha]
            rests = entry['grounds'] or was['id'] in followers \
                or was['disposition'] == 'joined'
            alone += not rests
            self.compare(was, now, entry['changes'],
                         () if rests else ('disposition', 'answer', 'queue',
                                           'tier', 'tags', 'urgency',
                                           'score'))
        # It would prove nothing if most were set aside, or nothing changed.
        self.assertGreater(alone, len(mails) / 3)
        self.assertGreater(found['changed'], len(mails) / 4)
        for what in ('disposition', 'urgency', 'queue', 'tier', 'tags',
                     'answer'):
            self.assertIn(what, {count['what'] for count in found['counts']})

    def followers(self, desk, changed):
        """Mails in tickets of mails that would have ended otherwise, and
        those that cite them."""
        moved = [str(entry['mail']) for entry in changed.values()
                 if 'disposition' in entry['changes']] or ['0']
        return set(map(int, desk.sql(f'''
            SELECT g.mail_id FROM mail m
              JOIN message g ON g.ticket_id = m.ticket_id
             WHERE m.id IN ({','.join(moved)}) AND g.mail_id IS NOT NULL
               AND g.mail_id <> m.id
            UNION SELECT g.mail_id FROM mail m
              JOIN mention n ON n.message_id = m.message_id
              JOIN message g ON g.ticket_id = n.ticket_id
             WHERE m.id IN ({','.join(moved)})
               AND g.mail_id IS NOT NULL AND g.mail_id <> m.id''')))

    def compare(self, was, now, changes, aspects):
        def after(what, recorded):
            return changes[what]['after'] if what in changes else recorded

        self.assertEqual(after('rules', was['rules']), now['rules'], was)
        for what in aspects:
            if what in ('urgency', 'score'):
                if now['disposition'] != 'ticketed':
                    continue
                recorded = was['trace'].get(what)
                is_now = now['trace'].get(what)
            else:
                recorded, is_now = was[what], now[what]
            expected = after(what, recorded)
            if what in ('queue', 'tier', 'tags') and \
                    now['disposition'] != 'ticketed':
                continue
            if what == 'tags':
                expected, is_now = sorted(expected or []), sorted(is_now)
            self.assertEqual(str(expected or ''), str(is_now or ''),
                             (what, was, now))

    def test_same_rules(self):
        """The active rules against themselves: nothing would change."""
        desk = self.desk('same', SHIPPED, some_mails(60, 6))
        found = desk.json('rules', 'backtest')
        self.assertEqual((found['mails'], found['changed'], found['drifted']),
                         (60, 0, 0))

    def test_report(self):
        page = os.path.join(self.servers.dir, 'report.html')
        desk = self.desk('report', SHIPPED, some_mails(30, 7) + [
            b'From: Eve <eve@example.org>\nMessage-ID: <eve@example.org>\n'
            b'Subject: invoice <script>alert(1)</script>\n\nHello\n'])
        new = candidate(self.servers, 'report-rules')
        text = desk.call('rules', 'backtest', '--rules', new, '--html', page)
        self.assertIn('+ trial-money', text)
        with open(page, encoding='utf-8') as file:
            html = file.read()
        self.assertNotIn('<script', html)
        self.assertIn('&lt;script&gt;', html)
        # A mistake in the candidate is told with its place.
        with open(os.path.join(new, '90-bad.yaml'), 'w',
                  encoding='utf-8') as file:
            file.write('- name: bad\n  when: { subjct: x }\n  tier: 2\n')
        refused = desk.run('rules', 'backtest', '--rules', new)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('rules/90-bad.yaml:2:', refused.stderr)

    def test_each_rule(self):
        """`why` asks the rules again and finds what hit then; `stats` counts
        it; `rules test` says the same of the file."""
        new = candidate(self.servers, 'each-rules')
        mails = some_mails(25, 10)
        desk = self.desk('each', new, mails)
        hits = {}
        for row in outcomes(desk).values():
            for rule in row['rules']:
                hits[rule] = hits.get(rule, 0) + 1
            why = desk.json('why', str(row['id']))
            if why['rules'] is None:
                continue
            self.assertEqual([rule['rule'] for rule in why['rules']
                              if rule['hit']], row['rules'], row)
            for rule in why['rules']:
                self.assertEqual(rule['hit'], rule['failed'] is None, rule)
        stats = desk.json('rules', 'stats')
        self.assertEqual(stats['mails'], len(mails))
        self.assertEqual({rule['rule']: rule['hits']
                          for rule in stats['rules'] if rule['hits']}, hits)
        path = os.path.join(self.servers.dir, 'one.eml')
        with open(path, 'wb') as file:
            file.write(b'From: Ann <ann@example.org>\n'
                       b'Subject: Order late 7\n\nWhere is it?\n')
        tested = desk.json('rules', 'test', '--rules', new, path)
        self.assertEqual(tested['outcome']['urgency'], 'critical')
        self.assertEqual(tested['outcome']['queue'], 'billing')
        near = {rule['rule']: rule for rule in tested['rules']}
        self.assertTrue(near['trial-late']['hit'])
        self.assertEqual(near['trial-junk']['held'], 1)
        self.assertIn('subject: parcel', near['trial-junk']['failed'])

    def test_shadow(self):
        desk = self.desk('shadow', SHIPPED, some_mails(20, 8))
        new = candidate(self.servers, 'shadow-rules')
        desk.call('rules', 'shadow', new)
        self.assertNotEqual(desk.run('rules', 'shadow', new).returncode, 0)
        desk.put(some_mails(40, 9)[20:])
        desk.work()
        live = outcomes(desk)
        desk.call('shadow', '--once')
        self.assertEqual(outcomes(desk), live)
        report = desk.json('rules', 'shadow', 'report')
        self.assertTrue(report['runs'])
        self.assertEqual(report['mails'], 20)
        self.assertGreater(report['changed'], 0)
        self.assertGreater(report['microseconds_a_mail'], 0)
        # The same as a back-test says of those mails.
        tested = desk.json('rules', 'backtest', '--rules', new)
        tested = {entry['mail']: entry['changes'] for entry in tested['list']}
        for entry in report['list']:
            self.assertEqual(entry['changes'], tested[entry['mail']])

        desk.call('rules', 'promote')
        self.assertNotEqual(desk.run('rules', 'promote').returncode, 0)
        self.assertFalse(desk.json('rules', 'shadow', 'report')['runs'])
        desk.put([mail(900, random.Random(1))])
        desk.work()
        self.assertEqual(self.versions(desk), [2, 1])
        self.assertEqual(desk.sql('SELECT ruleset FROM trace ORDER BY mail_id'
                                  ' DESC LIMIT 1'), ['2'])
        desk.call('rules', 'rollback')
        desk.put([mail(901, random.Random(1))])
        desk.work()
        self.assertEqual(desk.sql('SELECT ruleset FROM trace ORDER BY mail_id'
                                  ' DESC LIMIT 1'), ['1'])
        self.assertNotEqual(desk.run('rules', 'rollback', '7').returncode, 0)
        why = desk.call('why', desk.sql('SELECT max(id) FROM mail')[0])
        self.assertIn('ruleset 1', why)

    def versions(self, desk):
        return [version['version'] for version in
                desk.json('rules', 'versions')]

    def test_restart_keeps_a_choice(self):
        """A start with files that were published before leaves alone what a
        person chose since; new files are published."""
        rules = candidate(self.servers, 'choice-rules', '')
        desk = self.desk('choice', rules, [])
        with open(os.path.join(rules, '80-trial.yaml'), 'w',
                  encoding='utf-8') as file:
            file.write(TRIAL)
        desk.call('reload')
        desk.call('rules', 'rollback')
        with desk.running():
            self.wait_active(desk, '1')
        self.assertEqual(self.active(desk), '1')
        desk.call('reload')
        self.assertEqual(self.active(desk), '2')

    def test_mutations(self):
        """Bytes of the rule files change at random while mail comes in.  Each
        reload publishes all of the files as they are, or refuses them with a
        place; every mail is judged by a version that was published whole."""
        chance = random.Random(MUTATIONS)
        rules = candidate(self.servers, 'mutant-rules', TRIAL)
        desk = self.desk('mutants', rules, [])
        files = [os.path.join(rules, name) for name in sorted(
            os.listdir(rules)) if name.endswith('.yaml')]
        sound = {}
        for path in files:
            with open(path, 'rb') as file:
                sound[path] = file.read()
        refused = taken = 0
        with desk.running('ingest'), open(desk.log('ingest'),
                                          encoding='utf-8') as log:
            for number in range(MUTATIONS):
                path = chance.choice(files)
                self.replace(path, mutate(sound[path], chance))
                active = self.active(desk)
                done = desk.run('reload')
                if done.returncode == 0:
                    taken += 1
                    self.assert_whole(desk, rules)
                else:
                    refused += 1
                    self.assertEqual(done.returncode, 65, done.stderr)
                    self.assertRegex(done.stderr, r'rules/[^ :]+:\d+:\d+: ')
                    self.assertEqual(self.active(desk), active)
                self.replace(path, sound[path])
                if number % 10 == 0:
                    desk.put([mail(1000 + number, chance)])
                    desk.call('fetch', '--once')
            count = (MUTATIONS + 9) // 10
            wait_for(desk, 'all mails judged', lambda: desk.sql(
                "SELECT count(*) FROM mail WHERE state = 'ended'")
                == [str(count)])
            self.assertNotIn('signal', log.read())
        # Both happen, or the mutations are of no use.
        self.assertGreater(refused, MUTATIONS / 10)
        self.assertGreater(taken, MUTATIONS / 20)
        self.assertEqual(desk.sql(
            'SELECT count(*) FROM trace t WHERE NOT EXISTS (SELECT FROM '
            'activation a WHERE a.version = t.ruleset)'), ['0'])
        self.assertEqual(desk.sql(
            "SELECT count(*) FROM mail WHERE disposition = 'quarantined' AND "
            "reason = 'cannot-be-stored'"), ['0'])

    def replace(self, path, content):
        with open(path, 'wb') as file:
            file.write(content)

    def assert_whole(self, desk, rules):
        """What is active is what lies in the folder."""
        stored = desk.sql("SELECT path || ' ' || encode(sha256(bytes), 'hex') "
                          'FROM ruleset_file f JOIN desk d ON d.ruleset = '
                          'f.version AND d.desk_id = f.desk_id ORDER BY 1')
        lying = []
        for root, _, names in os.walk(rules):
            for name in names:
                path = os.path.join(root, name)
                if not name.endswith(('.yaml', '.md')) or \
                        name == 'README.md':
                    continue
                inside = os.path.relpath(path, rules)
                if not inside.startswith('replies'):
                    inside = f'rules/{inside}'
                with open(path, 'rb') as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
                lying.append(f'{inside} {digest}')
        self.assertEqual(sorted(stored), sorted(lying))

    def test_watch_and_signal(self):
        """Files that change are published where the operator wants it, and on
        SIGHUP; a mistake in them leaves the old ones at work."""
        rules = candidate(self.servers, 'watched-rules', '')
        desk = FilesDesk(self.servers, 'watched', rules,
                         top='watch_rules: on\n')
        desk.begin()
        path = os.path.join(rules, '80-trial.yaml')
        with desk.running() as run:
            wait_for(desk, 'the first version',
                     lambda: self.active(desk) == '1')
            self.replace(path, TRIAL.encode())
            wait_for(desk, 'the changed files',
                     lambda: self.active(desk) == '2')
            self.replace(path, TRIAL.replace('tier: 2', 'tier: 9').encode())
            wait_for(desk, 'a refusal', lambda: 'rules/80-trial.yaml:8:' in
                     self.log_of(desk))
            self.assertEqual(self.active(desk), '2')
            run.send_signal(signal.SIGHUP)
            wait_for(desk, 'another refusal', lambda: self.log_of(desk).count(
                'rules/80-trial.yaml:8:') == 2)
            self.assertEqual(self.active(desk), '2')
            self.replace(path, TRIAL.replace('tier: 2', 'tier: 3').encode())
            run.send_signal(signal.SIGHUP)
            wait_for(desk, 'the mended files',
                     lambda: self.active(desk) == '3')

    def log_of(self, desk):
        with open(desk.log('run'), encoding='utf-8') as log:
            return log.read()

    def active(self, desk):
        return desk.sql('SELECT ruleset FROM desk')[0]

    def wait_active(self, desk, version):
        wait_for(desk, 'workers', lambda: desk.sql(
            "SELECT 1 FROM pg_stat_activity WHERE application_name ~ "
            "'^postdesk-'"))
        self.assertEqual(self.active(desk), version)


if __name__ == '__main__':
    unittest.main()
