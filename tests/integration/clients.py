"""clients.py - mail programs that people use, or mails as they write them.

swaks and neomutt are the real programs; what Outlook, Gmail, Apple Mail and
Thunderbird put above and around an answer is written here by hand.
"""

import email.message
import email.policy
import email.utils
import os
import pty
import re
import select
import shlex
import subprocess
import tempfile
import time

from mails import address

# As an editor that is called with the name of a draft: words above all else.
EDITOR = '''\
#!/bin/sh
cat {words} "$1" >"$1.new" && cat "$1.new" >"$1" && rm "$1.new"
'''

MUTTRC = '''\
set folder="imaps://localhost:{imaps}"
set spool_file="+INBOX"
set imap_user="{user}"
set imap_pass="{password}"
set smtp_url="smtp://{user}@localhost:{submission}/"
set smtp_pass="{password}"
set ssl_starttls=yes
set ssl_force_tls=yes
set ssl_ca_certificates_file="{ca}"
set certificate_file="{ca}"
set from="{user}"
set real_name="{name}"
set use_domain=yes
set hostname="client.example.test"
set editor="{editor}"
set copy=no
set include=yes
set fast_reply=yes
set reply_to=yes
set abort_unmodified=no
set wait_key=no
set quit=yes
set delete=no
set mark_old=no
set beep=no
set sort=mailbox-order
set tmpdir="{folder}"
set header_cache=""
set message_cachedir=""
{more}
push "<last-entry><search>~h {message_id}<enter><reply><send-message><quit>"
'''


def swaks(servers, sender, to, subject, body, *words):
    """One mail by a customer who is logged in."""
    subprocess.run(
        ['swaks', '--server', f'localhost:{servers.port("SUBMISSION_PORT")}',
         '--tls', '--auth', 'PLAIN', '--auth-user', address(sender),
         '--auth-password', servers.passwords[address(sender)],
         '--from', address(sender), '--to', address(to),
         '--h-From', f'{sender.capitalize()} <{address(sender)}>',
         '--header', f'Subject: {subject}', '--body', body,
         '--hide-all', *words],
        check=True, stdin=subprocess.DEVNULL, timeout=60)


def drain(terminal, process, seconds):
    """Read what it paints until it ends; what it painted."""
    end = time.monotonic() + seconds
    seen = b''
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    return seen


def neomutt(servers, name, message_id, words, more=''):
    """Answer the mail of that id as `name` does in a terminal."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {word: os.path.join(folder, word)
                 for word in ('words', 'editor', 'muttrc')}
        with open(paths['words'], 'w', encoding='utf-8') as out:
            out.write(words)
        with open(paths['editor'], 'w', encoding='utf-8') as out:
            out.write(EDITOR.format(words=shlex.quote(paths['words'])))
        os.chmod(paths['editor'], 0o700)
        with open(paths['muttrc'], 'w', encoding='utf-8') as out:
            out.write(MUTTRC.format(
                imaps=servers.port('IMAPS_PORT'), ca=servers.ca,
                submission=servers.port('SUBMISSION_PORT'),
                user=address(name), name=name.capitalize(),
                password=servers.passwords[address(name)], folder=folder,
                editor=paths['editor'], more=more,
                message_id=re.escape(message_id.strip('<>'))
                .replace('\\', '\\\\\\\\')))
        ours, theirs = pty.openpty()
        with subprocess.Popen(
                ['neomutt', '-n', '-F', paths['muttrc']], stdin=theirs,
                stdout=theirs, stderr=theirs, start_new_session=True,
                env={**os.environ, 'TERM': 'xterm', 'LC_ALL': 'C.UTF-8',
                     'HOME': folder, 'LINES': '24', 'COLUMNS': '80'}
        ) as program:
            os.close(theirs)
            seen = drain(ours, program, 40)
            if program.poll() is None:
                program.kill()
            os.close(ours)
        if program.returncode != 0:
            raise AssertionError(f'neomutt: {seen[-2000:]!r}')


def _plain(mail):
    part = mail.get_body(('plain',))
    return part.get_content().rstrip('\n') if part else ''


def _html(mail):
    """What a client shows of the mail that it quotes."""
    part = mail.get_body(('html',))
    if part is not None:
        return re.sub(r'(?is)^.*<body[^>]*>|</body>.*$', '',
                      part.get_content())
    return _escape(_plain(mail)).replace('\n', '<br>\n')


def _escape(text):
    return (text.replace('&', '&amp;').replace('<', '&lt;')
            .replace('>', '&gt;'))


def _paragraphs(words, before, after, empty):
    """Each line as an element of its own, as most editors write them."""
    return '\n'.join(before + (_escape(line) or empty) + after
                     for line in words.split('\n'))


def _answer(name, mail, client):
    """The fields that every client writes."""
    answer = email.message.EmailMessage(
        policy=email.policy.SMTP.clone(max_line_length=998))
    answer['From'] = f'{name.capitalize()} <{address(name)}>'
    answer['To'] = str(mail['Reply-To'] or mail['From'])
    answer['Subject'] = 'Re: ' + re.sub(r'(?i)^re: ', '', mail['Subject'])
    answer['Date'] = email.utils.formatdate(localtime=True)
    answer['Message-ID'] = email.utils.make_msgid(domain=client)
    answer['In-Reply-To'] = mail['Message-ID']
    answer['References'] = ' '.join(
        filter(None, (mail['References'], mail['Message-ID'])))
    return answer


def gmail(name, mail, words):
    """Plain text with `>`, and HTML with a quote box; both say the same."""
    answer = _answer(name, mail, 'mail.gmail.com')
    intro = (f'On Mon, Nov 2, 2026 at 9:30 AM {mail["From"].addresses[0].display_name} '
             f'<{mail["From"].addresses[0].addr_spec}> wrote:')
    quoted = '\n'.join('> ' + line for line in _plain(mail).split('\n'))
    answer.set_content(f'{words}\n\n{intro}\n\n{quoted}\n')
    answer.add_alternative(
        '<div dir="ltr">' + _paragraphs(words, '<div>', '</div>', '<br>')
        + '</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{_escape(intro)}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
        'border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f'{_html(mail)}</blockquote></div>\n', subtype='html')
    return answer


def outlook(name, mail, words):
    """HTML alone, every line a paragraph; the quote is a box of header lines
    and then the whole mail, without any mark at its lines."""
    answer = _answer(name, mail, 'AM0PR04MB1234.eurprd04.prod.outlook.test')
    answer['Thread-Topic'] = mail['Subject']
    answer['X-MS-Has-Attach'] = ''
    answer.set_content(
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">\n<head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        '<style><!--\np.MsoNormal {margin:0cm; font-size:11.0pt;}\n--></style>'
        '</head>\n<body lang="EN-GB" link="#0563C1" vlink="#954F72" '
        'style="word-wrap:break-word"><div class="WordSection1">\n'
        + _paragraphs(words, '<p class="MsoNormal">', '<o:p></o:p></p>',
                      '<o:p>&nbsp;</o:p>')
        + '\n<div style="border:none;border-top:solid #E1E1E1 1.0pt;'
        'padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> '
        f'{_escape(str(mail["From"]))}<br>\n<b>Sent:</b> 02 November 2026 '
        f'09:30<br>\n<b>To:</b> {_escape(str(mail["To"]))}<br>\n'
        f'<b>Subject:</b> {_escape(mail["Subject"])}<o:p></o:p></p></div>\n'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n{_html(mail)}\n'
        '</div></body></html>\n', subtype='html')
    return answer


def apple_mail(name, mail, words):
    """Plain text with `>` after an attribution of one line, and HTML."""
    answer = _answer(name, mail, 'mac.example.test')
    answer['X-Mailer'] = 'Apple Mail (2.3826.100.4.1.8)'
    intro = f'On 2 Nov 2026, at 09:30, {mail["From"]} wrote:'
    quoted = '\n'.join('> ' + line for line in _plain(mail).split('\n'))
    answer.set_content(f'{words}\n\n> {intro}\n> \n{quoted}\n')
    answer.add_alternative(
        '<html><head></head><body style="overflow-wrap: break-word; '
        '-webkit-nbsp-mode: space; line-break: after-white-space;">'
        + _paragraphs(words, '<div>', '</div>', '<br>')
        + '<div><br><blockquote type="cite"><div>' + _escape(intro)
        + '</div><br class="Apple-interchange-newline"><div>'
        f'{_html(mail)}</div></blockquote></div><br></body></html>\n',
        subtype='html')
    return answer


def thunderbird(name, mail, words, signature=''):
    """Flowed plain text, below which the signature stands."""
    answer = _answer(name, mail, 'thunderbird.example.test')
    answer['User-Agent'] = 'Mozilla Thunderbird'
    quoted = '\n'.join('> ' + line for line in _plain(mail).split('\n'))
    answer.set_content(
        f'{words}\n\nOn 02/11/2026 09:30, '
        f'{mail["From"].addresses[0].display_name} wrote:\n{quoted}\n'
        + (f'\n-- \n{signature}\n' if signature else ''))
    answer.set_param('format', 'flowed')
    return answer
