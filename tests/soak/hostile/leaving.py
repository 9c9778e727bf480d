"""leaving.py - is a mail sound that the desk sent?  Looked at byte by byte."""

import email
import email.policy
import re

from verdict import UNSEEN, control

FIELDS = {'from', 'to', 'reply-to', 'subject', 'date', 'message-id',
          'in-reply-to', 'references', 'mime-version', 'content-type',
          'content-transfer-encoding', 'content-language', 'auto-submitted',
          'x-auto-response-suppress', 'precedence', 'list-unsubscribe',
          'list-unsubscribe-post', 'cc', 'thread-topic'}
# What a browser or a mail client would run, or fetch.
ACTIVE = re.compile(r'<\s*(script|iframe|object|embed|form|base|link|svg|'
                    r'meta[^>]*refresh|math|video|audio|style)\b|\bon\w+\s*=\s*["\'a-z]|'
                    r'<[^>]*(javascript|vbscript|data):|<[^>]*\bsrc\s*=',
                    re.I)
SMTP = re.compile(rb'MAIL FROM:<[!-;=?-~]*>( [!-~]+)*\r\n'
                  rb'RCPT TO:<[!-;=?-~\x80-\xff]+@[!-;=?-~\x80-\xff]+>'
                  rb'( [!-~]+)*\r\n')


def unsound_bytes(raw):
    """What is wrong with the bytes of a mail, whatever they say."""
    faults = []
    if re.search(rb'\r(?!\n)|(?<!\r)\n', raw):
        faults.append('has a bare CR or LF')
    if b'\0' in raw:
        faults.append('has a NUL')
    if max(map(len, raw.split(b'\r\n'))) > 998:
        faults.append('has a line above 998 bytes')
    head = raw.partition(b'\r\n\r\n')[0]
    names = [line.split(b':')[0].lower().decode('latin-1')
             for line in re.sub(rb'\r\n[ \t]', b' ', head).split(b'\r\n')]
    faults += [f'has a field {name!r}' for name in names
               if name not in FIELDS]
    if len(names) != len(set(names)):
        faults.append('has a field twice')
    return faults


def unsound_text(part):
    faults = []
    text = part.get_content()
    if control(text.replace('\r\n', '\n')):
        faults.append('has control characters in its text')
    if part.get_content_subtype() == 'html' and ACTIVE.search(text):
        faults.append(f'has {ACTIVE.search(text)[0]!r} in its HTML')
    return faults


def unsound(spooled):
    """What is wrong with a mail as the server took it: its envelope in two
    lines, and its bytes."""
    faults = [] if SMTP.match(spooled) else ['has a strange envelope']
    raw = spooled.split(b'\r\n', 2)[2]
    faults += unsound_bytes(raw)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for name, value in mail.items():
        if control(value, '') or any(char in UNSEEN for char in value):
            faults.append(f'has unseen characters in {name}')
    if len(mail['To'].addresses) != 1 or len(mail['From'].addresses) != 1:
        faults.append('is not from one to one')
    for part in mail.walk():
        disposition = part.get_content_disposition()
        if part.get_content_maintype() == 'text' and \
                disposition != 'attachment':
            faults += unsound_text(part)
        name = part.get_filename()
        if name and (control(name, '') or set(name) & set('/\\') or
                     any(char in UNSEEN for char in name)):
            faults.append(f'has a file named {name!r}')
    return faults
