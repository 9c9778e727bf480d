#!/usr/bin/env python3
"""test_agent_day.py - a day at the desk, all of it in mail clients.

A customer writes by swaks; Carol answers from neomutt in a terminal, and then
as Gmail, Outlook, Apple Mail and Thunderbird would; Dave has his own part.
Whatever reaches the customer is searched byte by byte for what must never
leave the desk: secrets, addresses of agents, words that were not for him.
"""

import re
import unittest

import clients
from mails import Desk, Servers, parse, text_of, wait_contact, wait_for

SETTINGS = '''\
  relay: { name: '{agent}, {desk}', undo: 3 seconds }
  transcript: errors
'''
AGENT_TOKEN = re.compile(rb'\+[a-z][0-9]+\.[0-9]+a-[a-z2-7]{26}')
ADDRESSES = (b'carol@example.test', b'dave@example.test')


class Day(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = Desk(cls.servers, extra=SETTINGS,
                        database=cls.servers.database)
        cls.desk.prepare()
        running = cls.desk.running()
        running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        wait_contact(cls.desk)
        cls.secret_words = []

    def setUp(self):
        self.seen = {name: len(self.servers.read(name))
                     for name in ('alice', 'bob', 'carol', 'dave')}

    # --- what arrives ---

    def next(self, name, fits, what):
        """The first mail that came since and fits; parsed, with its bytes."""
        def arrived():
            for raw in self.servers.read(name)[self.seen[name]:]:
                mail = parse(raw)
                if fits(mail):
                    mail.raw = raw
                    return mail
            return None
        mail = wait_for(self.desk, what, arrived, 30)
        return mail

    def mark(self, name):
        """What is there now has been read."""
        self.seen[name] = len(self.servers.read(name))

    def notified(self, name, words):
        """The notification that bears these words."""
        mail = self.next(name, lambda m: words in (text_of(m) or '') and
                         m['Auto-Submitted'] == 'auto-generated',
                         f'a notification for {name}: {words}')
        self.assertRegex(str(mail['Reply-To']).encode(), AGENT_TOKEN)
        return mail

    def relayed(self, name, words):
        """The answer of a person that bears these words, found clean."""
        mail = self.next(name, lambda m: m['Auto-Submitted'] is None and
                         words in (text_of(m) or ''),
                         f'an answer for {name}: {words}')
        self.assert_clean(mail)
        return mail

    def transcript(self, name, words):
        return self.next(name, lambda m: words in (text_of(m) or ''),
                         f'a transcript for {name}: {words}')

    def assert_clean(self, mail):
        """Also what base64 or quoted-printable hides."""
        texts = [mail.raw] + [part.get_payload(decode=True)
                              for part in mail.walk()
                              if not part.is_multipart()]
        for text in texts:
            lower = text.lower()
            for address in ADDRESSES:
                self.assertNotIn(address, lower)
            self.assertIsNone(AGENT_TOKEN.search(lower))
            for word in self.secret_words:
                self.assertNotIn(word.lower().encode(), lower)
        names = {name.lower() for name in mail.keys()}
        self.assertLessEqual(names, {
            'return-path', 'received', 'authentication-results', 'from', 'to',
            'reply-to', 'subject', 'date', 'message-id', 'in-reply-to',
            'references', 'mime-version', 'content-type', 'content-language',
            'content-transfer-encoding', 'thread-topic', 'thread-index',
            'delivered-to', 'cc'})
        sender = mail['From'].addresses[0]
        self.assertEqual(sender.addr_spec, 'support@example.test')
        self.assertIn('support+', str(mail['Reply-To']))

    # --- who writes ---

    def customer(self, subject, text, name='alice', to='support', *words):
        clients.swaks(self.servers, name, to, subject, text, *words)

    def answers(self, name, mail):
        """An agent's mail goes out by her own login."""
        self.servers.send(mail.as_bytes(), name,
                          mail['To'].addresses[0].addr_spec, login=name)

    def show(self, number):
        return self.desk.json('show', str(number))

    def number_of(self, mail):
        return int(re.search(r'\d+', mail['Subject'])[0])

    def until(self, what, number, holds):
        return wait_for(self.desk, what, lambda: holds(self.show(number)))

    # --- the day ---

    def test_a_day(self):
        self.customer('Kettle is broken', 'My kettle does not boil.\n'
                      'Order 4711, bought in May.')
        ack = self.next('alice', lambda m: m['Auto-Submitted'] is not None,
                        'an acknowledgement')
        number = self.number_of(ack)
        notice = self.notified('carol', 'My kettle does not boil.')
        self.assertIn(str(number), notice['Subject'])
        self.mark('alice')

        # Carol answers in her terminal; her client quotes the notification.
        clients.neomutt(self.servers, 'carol', notice['Message-ID'],
                        '#take\n\nDear Alice,\n\nwhich model is it?\n')
        answer = self.relayed('alice', 'which model is it?')
        self.assertIn(ack['Subject'].split(']')[0], answer['Subject'])
        self.assertNotIn('#take', text_of(answer))
        self.assertNotIn('wrote:', text_of(answer))
        self.assertEqual(str(answer['From'].addresses[0].display_name),
                         'Carol, Acme Support')
        self.until('an open ticket of hers', number, lambda t: (
            t['agent'], t['state']) == ('carol@example.test', 'open'))

        # Alice answers; Carol hears of it in the same thread.
        self.mark('carol')
        clients.swaks(self.servers, 'alice', answer['Reply-To'].addresses[0]
                      .addr_spec, 'Re: ' + answer['Subject'],
                      'It is the K-42, the red one.',
                      '--header', f'In-Reply-To: {answer["Message-ID"]}',
                      '--header', f'References: {answer["Message-ID"]}')
        second = self.notified('carol', 'It is the K-42')
        self.assertEqual(self.number_of(second), number)
        self.assertTrue(
            set((notice['References'] or '').split() + [notice['Message-ID']])
            & set(((second['References'] or '') + ' ' +
                   (second['In-Reply-To'] or '')).split()))
        self.note_by_outlook(number, second)
        self.answer_by_gmail(number, second)
        self.mistake_by_apple_mail(number, second)
        self.undone(number, second)
        self.closed_by_thunderbird(number, second)
        self.forged(number, second)

    def note_by_outlook(self, number, notice):
        words = 'Internal: the K-42 has a bad fuse, see recall 77.'
        self.secret_words += ['recall 77']
        self.answers('carol', clients.outlook('carol', notice,
                                              '#note\n' + words))
        self.until('a note', number, lambda t: any(
            m['direction'] == 'note' and 'recall 77' in m['text']
            for m in t['messages']))

    def answer_by_gmail(self, number, notice):
        self.mark('alice')
        mail = clients.gmail('carol', notice, 'Dear Alice,\n\nplease try the '
                             'red button:\n\n- press it\n- wait\n\nCarol')
        mail.add_attachment(b'%PDF-1.4 manual', maintype='application',
                            subtype='pdf', filename='Handbuch für K-42.pdf')
        self.answers('carol', mail)
        answer = self.relayed('alice', 'red button')
        files = [part for part in answer.iter_attachments()]
        self.assertEqual([part.get_filename() for part in files],
                         ['Handbuch für K-42.pdf'])
        self.assertEqual(files[0].get_payload(decode=True),
                         b'%PDF-1.4 manual')
        html = answer.get_body(('html',)).get_content()
        self.assertIn('<li>', html)
        self.assertNotIn('gmail', html)

    def mistake_by_apple_mail(self, number, notice):
        """Nothing at all is done, and she is told what was meant."""
        self.mark('alice')
        self.mark('carol')
        self.answers('carol', clients.apple_mail(
            'carol', notice, '#clsoe\n\nGoodbye from a mistaken mail.'))
        told = self.transcript('carol', '#clsoe')
        self.assertIn('#close', text_of(told))
        self.assertEqual(self.show(number)['state'], 'open')
        self.secret_words += ['mistaken mail']

    def undone(self, number, notice):
        self.answers('carol', clients.gmail('carol', notice,
                                            'This one is taken back.'))
        self.until('a held answer', number, lambda t: any(
            'taken back' in m['text'] for m in t['messages']))
        self.answers('carol', clients.gmail('carol', notice, '#undo'))
        wait_for(self.desk, 'a cancelled answer', lambda: self.desk.json(
            'outbox', 'list', '--state', 'cancelled'))
        self.secret_words += ['taken back']

    def closed_by_thunderbird(self, number, notice):
        self.mark('alice')
        self.answers('carol', clients.thunderbird(
            'carol', notice, '#close\nAll is well again, I think.',
            signature='Carol Example\nDirect line 555-0100\n'
                      'carol@example.test'))
        answer = self.relayed('alice', 'All is well again')
        self.assertNotIn('555-0100', text_of(answer))
        self.until('a closed ticket', number,
                   lambda t: t['state'] == 'closed')

    def forged(self, number, notice):
        """The same address and the same From, but not her login."""
        self.mark('alice')
        self.mark('carol')
        mail = clients.gmail('carol', notice, '#open\n\nPay to account 666.')
        self.servers.send(mail.as_bytes(), 'carol',
                          mail['To'].addresses[0].addr_spec)
        confirm = self.next('carol', lambda m: '666' in (text_of(m) or ''),
                            'a request to confirm')
        self.assertEqual(self.show(number)['state'], 'closed')
        # It was she after all: her answer lets it go.
        self.answers('carol', clients.gmail('carol', confirm, 'Yes.'))
        self.relayed('alice', 'account 666')
        self.until('an open ticket', number, lambda t: t['state'] == 'open')


if __name__ == '__main__':
    unittest.main()
