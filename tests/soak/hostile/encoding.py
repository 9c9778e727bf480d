"""encoding.py - H33 to H47: charsets, encodings, names and what is unseen."""

import base64

from case import (NEUTRAL, attached, case, multipart, of_type, plain)

TEXT = 'The printer does not print.'


def subject(name, raw, wanted, defects='', row='H34', **more):
    case(row, name, NEUTRAL, subject=raw, reads={'subject': wanted},
         defects=defects, **more)


def text(row, name, body, wanted, defects='', charset='utf-8',
         encoding='8bit', **more):
    case(row, name, NEUTRAL, defects=defects, reads={'text': wanted},
         **{**of_type('text/plain', body, encoding, charset), **more})


# H33: raw 8-bit bytes in a header are read as what they most likely are.
subject('latin-1', b'caf\xe9 \xff\xfe', 'café ÿþ', 'bad-header', 'H33')
subject('utf-8', 'καφές', 'καφές', '', 'H33')
subject('cut-utf-8', 'καφές'.encode()[:-1], lambda text: 'καφ' in text or
        'Îº' in text, 'bad-header', 'H33')
subject('greek', 'καφές'.encode('iso-8859-7'), 'καφές', 'bad-header', 'H33',
        **of_type('text/plain', 'Ο καφές\n'.encode('iso-8859-7'),
                  charset='iso-8859-7'))
subject('hebrew', 'שלום'.encode('windows-1255'), 'שלום', 'bad-header', 'H33',
        **of_type('text/plain', 'שלום לכם\n'.encode('windows-1255'),
                  charset='windows-1255'))
case('H33', 'name', NEUTRAL, sender='Ann <ann@{d}>', before=b'X-A: \xe9\n',
     defects='bad-header')
case('H33', 'author', NEUTRAL, sender=None, envelope='<ann@{d}>',
     fields=b'From: Ren\xe9 <ann@{d}>\n', defects='bad-header',
     reads={'from': lambda author: author['name'] == 'René'})

# H34: encoded words that hold what no header may.
subject('line-end', '=?utf-8?q?hi=0d=0aBcc:=20eve@example.net?=',
        'hi Bcc: eve@example.net')
subject('lf', '=?utf-8?q?hi=0aBcc:=20eve@example.net?=',
        'hi Bcc: eve@example.net')
subject('cr', '=?utf-8?q?hi=0dBcc:=20eve@example.net?=',
        'hi Bcc: eve@example.net')
subject('nul', '=?utf-8?q?a=00b?=', 'a\u2400b')
subject('escape', '=?utf-8?q?a=1b[2Jb?=', 'a[2Jb')
subject('overlong', '=?utf-8?q?a=c0=afb?=', 'a\ufffd\ufffdb', 'bad-charset')
subject('surrogate', '=?utf-8?q?a=ed=a0=80b?=', 'a\ufffd\ufffd\ufffdb',
        'bad-charset')
subject('split-character', '=?utf-8?b?zr0=?= =?utf-8?b?zw==?= '
        '=?utf-8?b?hA==?=', 'ντ')
subject('split-letter', '=?utf-8?q?=ce?= =?utf-8?q?=b1?=', 'α')
subject('two-charsets', '=?utf-8?q?=ce=b1?= =?iso-8859-7?q?=e2?=', 'αβ')
subject('language', '=?utf-8*en?q?a=20b?=', 'a b')
subject('in-a-word', 'a=?utf-8?q?b?=c', lambda text: text in (
    'a=?utf-8?q?b?=c', 'abc'))
subject('no-end', '=?utf-8?q?abc', 'abc')
subject('no-encoding', '=?utf-8?x?abc?=', '=?utf-8?x?abc?=')
subject('empty', '=?utf-8?q??=', '')
subject('blanks-within', '=?utf-8?q?a b?=', lambda text: 'a b' in text)
subject('twice', '=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=', '=?utf-8?q?x?=')
subject('broken-base64', '=?utf-8?b?!!YWJj@@?=', lambda text: 'abc' in text or
        text.startswith('=?'), 'bad-encoding')
subject('c1', '=?iso-8859-1?q?a=9bb?=', lambda text: '\x9b' not in text)
subject('line-separator', '=?utf-8?q?a=e2=80=a8Bcc:_x?=', 'aBcc: x',
        'invisible-characters')
subject('next-line', '=?utf-8?q?a=c2=85Bcc:_x?=', lambda text:
        '\x85' not in text and text.replace(' ', '') == 'aBcc:x')
case('H34', 'name', NEUTRAL, sender='=?utf-8?q?Ann=0d=0aBcc:_eve?= <ann@{d}>',
     reads={'from': lambda author: author['name'] == 'Ann Bcc: eve'})

# H35: encoded words without end.
for name, word in (('q', '=?utf-8?q?a?='), ('b', '=?utf-8?b?YQ==?='),
                   ('empty', '=?utf-8?q??=')):
    case('H35', name, NEUTRAL, subject='\n '.join([word] * 6000),
         reads={'subject': lambda text: len(text) <= 1000})
case('H35', 'too-many', 'ticketed new person malformed',
     defects='header-too-big', fields=lambda place: 'Comments: ' + '\n '.join(
         ['=?utf-8?q?a?='] * place.size(120000, 20000)) + '\n')

# H36: a charset that nobody knows is taken for windows-1252.
for name, charset in (('unknown', 'x-nope'), ('empty', '""'),
                      ('blank', '" "'), ('user', 'x-user-defined'),
                      ('number', '12345')):
    text('H36', name, b'caf\xe9\n', 'café\n',
         'bad-charset', charset)
subject('subject', '=?x-nope?q?caf=e9?=', 'café', 'bad-charset', 'H36')

# H37: charsets whose decoders are dangerous are never asked.
for charset in ('utf-7', 'unicode-1-1-utf-7', 'iso-2022-cn-ext', 'ibm1390',
                'ibm1399', 'iso-2022-jp-3', 'utf-16', 'utf-32', 'utf-7-imap',
                '../x', '/etc/passwd', 'a' * 5000, 'utf-8//translit',
                'utf-8//ignore', 'inis-cyrillic'):
    text('H37', ''.join(c for c in charset[:20] if c.isalnum()),
         'The printer +AGEAYg- does not print.\n',
         'The printer +AGEAYg- does not print.\n', 'bad-charset',
         f'"{charset}"')
subject('utf-7-subject', '=?utf-7?q?+ADw-script+AD4-?=',
        '+ADw-script+AD4-', 'bad-charset', 'H37')

# H38: bytes that are no UTF-8.
for name, raw, wanted in (
        ('overlong', b'a\xc0\xafb\n', 'a\ufffd\ufffdb\n'),
        ('overlong-nul', b'a\xc0\x80b\n', 'a\ufffd\ufffdb\n'),
        ('too-high', b'a\xf4\x90\x80\x80b\n', 'a' + '\ufffd' * 4 + 'b\n'),
        ('surrogate', b'a\xed\xa0\x80b\n', 'a' + '\ufffd' * 3 + 'b\n'),
        ('surrogate-pair', b'\xed\xa0\xbd\xed\xb8\x80\n', '\ufffd' * 6 +
         '\n'),
        ('cut', b'a\xe2\x82\n', lambda text: text.startswith('a\ufffd')),
        ('five-bytes', b'\xf8\x88\x80\x80\x80\n', '\ufffd' * 5 + '\n')):
    text('H38', name, raw, wanted, 'bad-charset')
# No character of UTF-8 beyond ASCII is whole: then it is windows-1252.
text('H38', 'continuation', b'a\x80\xbfb\n', 'a\u20ac\u00bfb\n',
     'bad-charset')
text('H38', 'no-characters', 'a\ufffe\uffffb\n', lambda text: text[0] == 'a')

# H39: broken transfer encodings: what can be read is.
text('H39', 'base64', '!!!!VGhl\nIHByaW50ZXI=====@@\n', 'The printer',
     'bad-encoding', encoding='base64')
text('H39', 'base64-cut', 'VGhlIHByaW50Z', lambda text:
     text.startswith('The prin'), 'bad-encoding', encoding='base64')
text('H39', 'base64-unpadded', 'VGhlIHByaW50ZX', 'The printe',
     encoding='base64')
text('H39', 'base64-plain', 'This is no base64 at all.\n', lambda text: True,
     'bad-encoding bad-charset', encoding='base64')
text('H39', 'base64-footer', 'VGhlIHByaW50ZXI=\n-- \nA footer of a list\n',
     lambda text: text.startswith('The printer'), 'bad-encoding',
     encoding='base64')
text('H39', 'quoted', 'a =XY= b=20c\n', 'a =XY= b c\n', 'bad-encoding',
     encoding='quoted-printable')
text('H39', 'quoted-soft-end', 'abc=', 'abc', encoding='quoted-printable')
text('H39', 'quoted-half', 'abc=4', lambda text: text.startswith('abc'),
     'bad-encoding', encoding='quoted-printable')
text('H39', 'quoted-raw', 'café=0A\n', 'café\n\n',
     encoding='quoted-printable')

# H40: transfer encodings that are unknown, or where they may not be.
text('H40', 'unknown', f'{TEXT}\n', f'{TEXT}\n', 'bad-encoding',
     encoding='x-foo')
text('H40', 'sign', f'{TEXT}\n', f'{TEXT}\n', 'bad-encoding',
     encoding='"../8bit"')
text('H40', 'capitals', 'VGhlIHByaW50ZXI=\n', 'The printer',
     encoding='BASE64')
text('H40', 'comment', 'VGhlIHByaW50ZXI=\n', 'The printer',
     encoding='(x) base64 (y)')
for encoding in ('base64', 'quoted-printable', 'x-foo'):
    more = multipart(plain(TEXT))
    case('H40', f'parts-{encoding}', NEUTRAL, body=more['body'],
         reads={'text': TEXT}, fields=more['fields'] +
         f'Content-Transfer-Encoding: {encoding}\n')
case('H40', 'twice', NEUTRAL, reads={'text': lambda text: 'VGhl' in text or
                                     'The printer' in text},
     fields='MIME-Version: 1.0\nContent-Type: text/plain\n'
     'Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n',
     body='VGhlIHByaW50ZXI=\n')

# H41: characters that nobody sees, or that turn a line round.
UNSEEN = {'override': '\u202e', 'embedding': '\u202b', 'isolate': '\u2066',
          'pop': '\u2069', 'zero-width': '\u200b', 'joiner': '\u2060',
          'soft-hyphen': '\u00ad', 'mark': '\u200f', 'arabic-mark': '\u061c',
          'byte-order-mark': '\ufeff', 'mongolian': '\u180e',
          'tag': '\U000e0041'}
for name, char in UNSEEN.items():
    subject(name, f'in{char}voice', 'invoice', 'invisible-characters', 'H41')
subject('encoded', '=?utf-8?q?in=e2=80=aevoice?=', 'invoice',
        'invisible-characters', 'H41')
case('H41', 'name', NEUTRAL, sender='A\u202enn <ann@{d}>',
     defects='invisible-characters',
     reads={'from': lambda author: author['name'] == 'Ann'})
case('H41', 'file-name', NEUTRAL, reads={'attachments': lambda files:
     files[0]['name'] == 'invoicegpj.exe'}, defects='invisible-characters',
     **multipart(plain(TEXT), attached('invoice\u202egpj.exe')))
text('H41', 'joiner-of-persian', 'می\u200cخواهم که چاپگر درست شود.\n',
     'می\u200cخواهم که چاپگر درست شود.\n')

# H42: a name that looks like another: the address is always shown.
for name, author in (
        ('cyrillic', '\u0430gent Maria'), ('greek', 'M\u03b1ria Lind'),
        ('armenian', 'Mari\u0561 Lind'), ('encoded', None)):
    author = author or '=?utf-8?b?' + base64.b64encode(
        '\u041caria Lind'.encode()).decode() + '?='
    case('H42', name, NEUTRAL, sender=f'{author} <eve@{{d}}>',
         defects='mixed-script-name')
case('H42', 'address-as-name', NEUTRAL, defects='',
     sender='"maria@staff.example" <eve@{d}>', reads={
         'from': lambda author: author['address'].startswith('eve@')})
case('H42', 'one-script', NEUTRAL, sender='Μαρία <ann@{d}>', defects='')
case('H42', 'japanese', NEUTRAL, sender='山田タロウ <ann@{d}>', defects='')

# H43: marks on marks.
subject('many', 'z' + '\u0300' * 300 + 'algo', 'z' + '\u0300' * 4 + 'algo',
        '', 'H43')
subject('few', 'z' + '\u0300' * 4, 'z' + '\u0300' * 4, '', 'H43')
subject('mixed', 'a' + '\u0301\u0489' * 50 + 'b', lambda text: len(text) <= 6,
        '', 'H43')
subject('first', '\u0300' * 300 + 'a', lambda text: len(text) <= 6, '', 'H43')
# Cut at 256 KB, and not within a character.
case('H43', 'text', NEUTRAL, defects='too-big', **{
    **of_type('text/plain', ''), 'body': lambda place: 'z' + '\u0300' *
    place.size(1000000, 200000) + '\n'})
case('H43', 'name', NEUTRAL, sender='A' + '\u0300' * 300 + ' <ann@{d}>',
     reads={'from': lambda author: len(author['name']) <= 5})

# H44: dates of another world: the time of arrival counts.
for name, date in (
        ('astronomical', '99 Foo 99999999999999 99:99:99 +9999'),
        ('year', 'Mon, 2 Mar 99999 09:00:00 +0000'),
        ('month', 'Mon, 2 13 2026 09:00:00 +0000'),
        ('hour', 'Mon, 2 Mar 2026 25:00:00 +0000'),
        ('day', 'Mon, 31 Feb 2026 09:00:00 +0000'),
        ('words', 'yesterday'), ('signs', '%s%n%x'),
        ('empty', '')):
    case('H44', name, NEUTRAL, date=date, defects='bad-date',
         reads={'date': None})
# What can be read of a date is: it decides nothing.
case('H44', 'zone', NEUTRAL, date='Mon, 2 Mar 2026 09:00:00 +99999999',
     reads={'date': '2026-03-02T09:00:00Z'})
case('H44', 'minus', NEUTRAL, date='Mon, 2 Mar -2026 09:00:00 +0000',
     reads={'date': '2026-03-02T09:00:00Z'})
case('H44', 'future', NEUTRAL, date='Thu, 31 Dec 9999 23:59:59 +0000')
case('H44', 'past', NEUTRAL, date='Thu, 1 Jan 1970 00:00:00 +0000')
case('H44', 'no-date', NEUTRAL, date=None, defects='no-date',
     reads={'date': None})

# H45: names of files that are paths, devices, or not what they seem.
FILES = {
    'up': ('../../etc/passwd', '.._.._etc_passwd'),
    'up-windows': ('..\\\\..\\\\x', '.._.._x'),
    'absolute': ('/etc/passwd', '_etc_passwd'),
    'drive': ('C:x', 'C_x'),
    'hidden': ('\u200b.htaccess', None),
    'dot': ('.', None), 'dots': ('..', None), 'none': ('', None),
    'device': ('CON', None), 'device-with-end': ('aux.txt', None),
    'long': ('a' * 300, None), 'percent': ('a%00.exe', None),
    'dot-at-the-end': ('x.tar.gz.', None),
    'blank-at-the-end': ('x.exe ', None),
    'stream': ('x.txt:y', None), 'quote': ('a\\"; x=y', None),
    'shell': ('$(rm -rf x).sh', None), 'html': ('<script>.txt', None)}
for name, (file, wanted) in FILES.items():
    case('H45', name, NEUTRAL, **multipart(plain(TEXT), attached(file)),
         defects='invisible-characters' if name == 'hidden' else '', reads={
             'attachments': lambda files, wanted=wanted: wanted is None and
             safe(files[0]['name']) or files[0]['name'] == wanted})
for name, file in (('encoded-line-end', '=?utf-8?q?a=0d=0aSet-Cookie:_x?='),
                   ('encoded-slash', '=?utf-8?q?..=2f..=2fx?='),
                   ('encoded-nul', '=?utf-8?q?a=00.exe?=')):
    case('H45', name, NEUTRAL, reads={'attachments': lambda files:
         safe(files[0]['name'])}, **multipart(plain(TEXT), attached(file)))
case('H45', 'extended', NEUTRAL, reads={'attachments': lambda files:
     safe(files[0]['name'])}, **multipart(plain(TEXT), (
         'Content-Type: application/pdf\nContent-Disposition: attachment; '
         "filename*=utf-8''..%2F..%2Fx%0D%0Ay", 'x')))


def safe(name):
    """May it be shown, and be saved in any folder?  (We store none by its
    name, so a dot in front or the name of a device harm nobody.)"""
    return not set(name) & set('/\\:\r\n\0\u200b\u202e') and \
        name not in ('.', '..') and len(name.encode()) <= 255 and \
        not name.endswith(('.', ' '))


# H46: two names of one file that do not agree.
def names(disposition, kind=''):
    return multipart(plain(TEXT), (
        f'Content-Type: application/octet-stream{kind}\n'
        f'Content-Disposition: attachment{disposition}', 'x'))


for name, more in (
        ('pieces', names('; filename*0="a."; filename*1="exe"; '
                         'filename=safe.txt')),
        ('extended', names("; filename*=utf-8''a.exe; filename=safe.txt")),
        ('type', names('; filename=safe.txt', '; name=a.exe')),
        ('twice', names('; filename=safe.txt; filename=a.exe')),
        ('case', names('; filename=safe.txt', '; NAME="SAFE.EXE"'))):
    case('H46', name, NEUTRAL, defects='attachment-name-conflict', **more)
case('H46', 'agree', NEUTRAL, **names('; filename=safe.txt',
                                      '; name=safe.txt'))
case('H46', 'agree-extended', NEUTRAL, defects='', **names(
    "; filename*=utf-8''caf%C3%A9.txt; filename=cafe.txt"))

# H47: lines that would end a session, if they were passed on as they are.
for name, body in (
        ('dot', 'Hello\n.\nMAIL FROM:<eve@example.net>\n'),
        ('dot-crlf', 'Hello\r\n.\r\nMAIL FROM:<eve@example.net>\r\n'),
        ('dot-lf-crlf', 'Hello\n.\r\nMAIL FROM:<eve@example.net>\n'),
        ('dot-cr', 'Hello\r.\r\nMAIL FROM:<eve@example.net>\n'),
        ('dots', '..\n.\n.\n..\n'), ('dot-at-the-end', 'Hello\n.'),
        ('encoded', None)):
    more = {'body': body} if body else of_type(
        'text/plain', 'Hello=0D=0A.=0D=0AMAIL FROM:<eve@example.net>\n',
        'quoted-printable')
    case('H47', name, NEUTRAL, never=['MAIL FROM', 'eve@example.net'], **more)
