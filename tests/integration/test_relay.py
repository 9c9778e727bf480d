#!/usr/bin/env python3
"""test_relay.py - from a customer's mail to the agent's and back: what each of
them sees, byte by byte.

H68 is a row of what the desk must survive.
"""

import html
import unittest

from folder_desk import FolderDesk, write
from mails import Servers, text_of

AGENT = 'maria@agents.example.test'
OTHER = 'omar@agents.example.test'
NOTE = 'Known to complain: offer no more than twenty percent off.'
SETTINGS = f'''\
  agents:
  - {{ name: Maria Doe, address: {AGENT}, tier: 3 }}
  - {{ name: Omar, address: {OTHER}, queues: [billing] }}
  organisations: [{{ name: Bolt, domains: [example.org] }}]
  relay:
    name: '{{agent}}, {{desk}}'
    signature: "Acme Support, https://acme.example.test"
'''
LABEL = ('--m\nContent-Type: application/pdf; name="label.pdf"\n'
         'Content-Disposition: attachment\n'
         'Content-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n')


def mixed(text, *parts):
    return ('Content-Type: multipart/mixed; boundary="m"',
            '\n'.join([f'\n--m\nContent-Type: text/plain\n\n{text}', *parts,
                       '--m--\n']))


def outlook(words, notification):
    """HTML above all of the quoted mail, as Outlook writes it."""
    lines = html.escape(text_of(notification)).replace('\n', '<br>')
    return ('<html><body><div class=WordSection1>' + ''.join(
        f'<p class=MsoNormal>{line or "&nbsp;"}<o:p></o:p></p>'
        for line in words.split('\n')) +
        '<p class=MsoNormal>Maria Doe<br>Second line<br>' + AGENT + '</p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        '<p class=MsoNormal><b>From:</b> ' +
        html.escape(str(notification['From'])) + '<br><b>Sent:</b> Monday, 2 '
        'March 2026 09:00<br><b>To:</b> ' + AGENT + '<br><b>Subject:</b> ' +
        html.escape(str(notification['Subject'])) + f'</p></div></div>'
        f'<p class=MsoNormal>{lines}</p></div></body></html>')


class Relay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)

    def desk(self, name, extra=''):
        return FolderDesk(self.servers, name, extra=SETTINGS + extra)

    def notifications(self, desk, count):
        """Those that are new, after a look at the clock."""
        desk.call('tick', '--once')
        told = [mail for mail in desk.answers()
                if mail['To'].addresses[0].addr_spec in (AGENT, OTHER)]
        self.assertEqual(len(told), count)
        return told

    def answer(self, desk, notification, number, words):
        return desk.take(write(
            AGENT, number, f'In-Reply-To: {notification["Message-ID"]}',
            f'References: {notification["References"]} '
            f'{notification["Message-ID"]}', 'MIME-Version: 1.0',
            'Content-Type: text/html; charset=utf-8',
            to=notification['Reply-To'].addresses[0].addr_spec,
            subject=f'RE: {notification["Subject"]}', proven=True,
            text=outlook(words, notification)))

    def relayed(self, desk):
        """The mails of agents, as they wait: state, recipient, bytes."""
        rows = desk.sql(
            "SELECT o.state || ' ' || o.rcpt_to || ' ' || "
            "encode(b.bytes, 'hex') FROM outbox o JOIN outbox_body b "
            'ON b.desk_id = o.desk_id AND b.id = o.body_id '
            "WHERE o.class = 'agent' ORDER BY o.id")
        return [row.split(' ') for row in rows]

    def test_there_and_back(self):
        desk = self.desk('back')
        header, body = mixed('My kettle leaks.', LABEL)
        ticket = desk.take(write('ann', 1, header, text=body))['ticket']
        told, = self.notifications(desk, 1)
        self.assertEqual(told['To'].addresses[0].addr_spec, AGENT)
        self.assertIn(f'[#{ticket}] normal', told['Subject'])
        self.assertTrue(text_of(told).startswith('##- Answer above'))
        self.assertIn('ann@example.org wrote', text_of(told))
        self.assertIn('My kettle leaks.', text_of(told))
        self.assertEqual([part.get_filename()
                          for part in told.iter_attachments()],
                         ['label.pdf'])
        self.assertEqual(told['Auto-Submitted'], 'auto-generated')

        desk.call('note', str(ticket), NOTE)
        other = desk.take(write('bob', 2, subject='The bill'))
        desk.take(write('ann', 3, 'In-Reply-To: <1@example.org>',
                        'References: <1@example.org>',
                        subject='Re: Kettle 1', text='It still leaks.'))
        told = [mail for mail in self.notifications(desk, 3)
                if f'[#{ticket}]' in mail['Subject']][-1]
        read = ' '.join(text_of(told).split())
        self.assertIn(NOTE, read)
        self.assertIn('(answered automatically)', read)
        self.assertIn(f'- {other["ticket"]} (new, normal) The bill, '
                      'bob@example.org', read)

        mail = self.answer(desk, told, 10, 'Dear Ann,\n\nplease:\n'
                           '- empty it\n- send it to us\n\nSee '
                           'https://acme.example.test/returns')
        self.assertEqual(mail['disposition'], 'joined')
        row, = self.relayed(desk)
        self.assertEqual(row[:2], ['held', 'ann@example.org'])
        raw = bytes.fromhex(row[2])
        self.check_clean(desk, raw, told)
        sent = desk.answers()[-1]
        self.assertEqual(sent['From'].addresses[0].display_name,
                         'Maria Doe, Acme Support')
        self.assertEqual(sent['From'].addresses[0].addr_spec,
                         'support@desk.example.test')
        self.assertEqual(sent['In-Reply-To'], '<3@example.org>')
        self.assertIn('<1@example.org>', sent['References'])
        self.assertEqual(text_of(sent).replace('\r\n', '\n'), (
            'Dear Ann,\n\nplease:\n\n- empty it\n- send it to us\n\nSee '
            'https://acme.example.test/returns\n\nAcme Support, '
            'https://acme.example.test\n\n> It still leaks.'))
        self.assertNotIn('MsoNormal', sent.get_body(('html',)).get_content())

        # The customer answers it, and the agent hears of that.
        token = sent['Reply-To'].addresses[0].addr_spec
        again = desk.take(write('ann', 4, to=token, subject='Re: Kettle 1',
                                text='Thank you, but '
                                'the lid broke, too. What now?'))
        self.assertEqual((again['ticket'], again['how']),
                         (ticket, 'address-token'))
        last = self.notifications(desk, 4)[-1]
        self.assertEqual(last['References'], told['References'])
        self.assertNotEqual(last['Message-ID'], told['Message-ID'])

    def check_clean(self, desk, raw, notification):
        """No secret in the bytes, in any of the forms that they have."""
        agent_token = notification['Reply-To'].addresses[0].addr_spec
        mail = desk.answers()[-1]
        forms = [raw.decode('ascii')] + [
            part.get_content() for part in mail.walk()
            if part.get_content_maintype() == 'text']
        for secret in (AGENT, OTHER, agent_token, agent_token.split('+')[1],
                       NOTE, NOTE[:30], '##-', '-##', 'Second line',
                       'Assigned to', 'The bill', 'bob@example.org',
                       notification['Message-ID'].strip('<>'),
                       '10@agents.example.test'):
            for form in forms:
                self.assertNotIn(secret.lower(), form.lower())
        self.assertIsNone(mail['Auto-Submitted'])

    def test_leaks_are_refused(self):
        desk = self.desk('leaks')
        ticket = desk.take(write('ann', 1))['ticket']
        desk.call('note', str(ticket), NOTE)
        told, = self.notifications(desk, 1)
        for number, words in enumerate((
                f'Write to {OTHER}.', told['Reply-To'].addresses[0].addr_spec,
                NOTE), 10):
            self.answer(desk, told, number, words)
        self.assertEqual(self.relayed(desk), [])
        why = [event['word'] for event in
               desk.json('show', str(ticket))['events']
               if event['kind'] == 'refused']
        self.assertEqual(why, ['names-agent-address', 'holds-signed-address',
                               'repeats-internal-note'])

    def test_a_storm_is_one_digest(self):
        desk = self.desk('storm')
        desk.take(*[write(f'c{i}@x{i}.example.net', i) for i in range(6)])
        # `take` brings them one by one; the clock did not strike meanwhile.
        digest, = self.notifications(desk, 1)
        self.assertEqual(digest['Subject'], '6 tickets, 0 of them urgent')
        self.assertEqual(text_of(digest).count('support+a'), 6)
        self.assertIsNone(digest['Reply-To'])

    def test_silence(self):
        """As long as the settings say nothing, as silent as the desk."""
        desk = self.desk('autos')
        desk.call('autos', 'off')
        desk.take(write('ann', 1))
        self.notifications(desk, 0)
        desk = self.desk('always', '  notifications: { when: always }\n')
        desk.call('autos', 'off')
        desk.take(write('ann', 1))
        self.notifications(desk, 1)

    def test_show_attachment(self):
        desk = self.desk('files', '')
        header, body = mixed('Look.', LABEL)
        ticket = str(desk.take(write('ann', 1, header, text=body))['ticket'])
        self.assertIn('attachment 1: label.pdf', desk.call('show', ticket))
        path = f'{desk.dir}/label.pdf'
        desk.call('show', '--attachment', '1', '--output', path, ticket)
        with open(path, 'rb') as file:
            self.assertEqual(file.read(), b'%PDF-1.4\n')
        # Nothing is written over, and what is not there is said.
        for number, output in (('1', path), ('2', path + 'x'),
                               ('0', path + 'x')):
            with self.assertRaises(Exception):
                desk.call('show', '--attachment', number, '--output', output,
                          ticket)


if __name__ == '__main__':
    unittest.main()
