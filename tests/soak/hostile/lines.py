"""lines.py - H20 to H32: lines, NUL, and what is attached."""

from case import (NEUTRAL, NOBODY, attached, case, multipart, of_type,
                  plain)

TEXT = 'The printer does not print.'
HEAD = ('Return-Path: <ann@{d}>\nFrom: ann@{d}\n'
        'To: support@desk.example.test\nSubject: Kettle\n'
        'Message-ID: <1@{d}>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n')

# H20: blank lines first: the header is empty, all that follows is text.
for name, blank in (('one', '\n'), ('ten', '\n' * 10), ('crlf', '\r\n' * 3),
                    ('many', '\n' * 100000)):
    case('H20', name, NOBODY, raw=blank + HEAD + '\nText.\n',
         defects='no-from no-date',
         reads={'from': None, 'text': lambda text: 'Kettle' in text})

# H21: lines of mboxes within a mail are its text.
case('H21', 'quoted', NEUTRAL, body='Hello\n\n>From here on it fails.\n',
     reads={'text': 'Hello\n\n>From here on it fails.\n'})
case('H21', 'bare', NEUTRAL, body='Hello\n\nFrom ann Mon Mar  2 09:00:00 '
     '2026\nFrom: eve@example.net\n\nwords\n', reads={
         'from': lambda author: author['address'].startswith('ann@'),
         'text': lambda text: text.endswith('eve@example.net\n\nwords\n')})
case('H21', 'in-the-header', NEUTRAL, before='X-A: b\n>From ann Mon Mar  2\n',
     defects='bad-header')

# H22: a bare CR ends no line.  A header with one is malformed.
case('H22', 'everywhere', NOBODY,
     raw=(HEAD + '\nbody\n').replace('\n', '\r'),
     defects='no-header-end bad-header bare-cr no-from no-date')
case('H22', 'from-first', NOBODY, raw='From: ann@{d}\rSubject: x\r\rbody',
     defects='no-header-end bad-header bare-cr bad-from no-date')
case('H22', 'in-the-subject', 'ticketed new person malformed',
     subject='one\rBcc: eve@example.net', defects='bare-cr bad-header',
     reads={'subject': 'one\u240dBcc: eve@example.net'})
case('H22', 'in-the-text', NEUTRAL, body='one\rtwo\n')
case('H22', 'hides-a-field', 'ticketed new person malformed',
     fields='X-A: b\rAuto-Submitted: auto-replied\n',
     defects='bare-cr bad-header')
case('H22', 'before-lf', NOBODY,
     raw=(HEAD + '\nbody\n').replace('\n', '\r\r\n'),
     defects='no-header-end bad-header bare-cr bad-from')

# H23: every mix of line ends is read the same.
for name, ends in (('crlf-then-lf', ('\r\n', '\n')),
                   ('lf-then-crlf', ('\n', '\r\n')),
                   ('crlf', ('\r\n', '\r\n'))):
    head, body = HEAD.replace('\n', ends[0]), 'one\ntwo\n'
    case('H23', name, NEUTRAL, raw=head + ends[0] +
         body.replace('\n', ends[1]), reads={'text': 'one\ntwo\n'})
case('H23', 'in-turn', NEUTRAL, reads={'text': 'one\ntwo\n'},
     raw=''.join(line + ('\r\n' if i % 2 else '\n') for i, line in
                 enumerate((HEAD + '\none\ntwo').split('\n'))))
case('H23', 'no-end-at-all', NEUTRAL, body='one\ntwo',
     reads={'text': 'one\ntwo'})

# H24: NUL in a header is shown, and cuts nothing off.
case('H24', 'subject', NEUTRAL, subject=b'abc\0def', defects='nul',
     reads={'subject': 'abc\u2400def'})
case('H24', 'name', NEUTRAL, sender='A\0nn <ann@{d}>', defects='nul',
     reads={'from': lambda author: author['name'] == 'A\u2400nn'})
case('H24', 'address', NOBODY, sender='an\0n@{d}', envelope='<ann@{d}>',
     defects='nul bad-from')
case('H24', 'id', NEUTRAL, id='<1\0a@{d}>', defects='nul')
case('H24', 'field-name', NEUTRAL, before='X\0Y: z\n',
     defects='nul bad-header')
case('H24', 'hides-a-mark', 'ticketed new robot automatic-mail',
     fields='Precedence: bulk\0\n', defects='nul')
case('H24', 'file-name', NEUTRAL, defects='nul', **multipart(
    plain(TEXT), attached('a.txt\0.exe')), reads={
        'attachments': lambda files: files[0]['name'].endswith('.exe')})
case('H24', 'boundary', NEUTRAL, fields='MIME-Version: 1.0\nContent-Type: '
     'multipart/mixed; boundary="b\0c"\n', body='--b\0c\n\none\n--b\0c--\n',
     defects='nul bad-header',
     reads={'text': lambda text: 'one' in text})

# H25: NUL in a body hides nothing.
for name, more, text in (
        ('text', {'body': b'ab\0cd\n'}, 'ab\u2400cd\n'),
        ('first', {'body': b'\0cd\n'}, '\u2400cd\n'),
        ('base64', of_type('text/plain', 'YWIAY2Q=\n', 'base64'),
         'ab\u2400cd'),
        ('quoted', of_type('text/plain', 'ab=00cd\n', 'quoted-printable'),
         'ab\u2400cd\n'),
        ('html', of_type('text/html', b'<p>ab\0cd</p>\n'), 'ab\u2400cd'),
        ('many', {'body': b'a' + b'\0' * 3 + b'b\n'},
         'a\u2400\u2400\u2400b\n')):
    case('H25', name, NEUTRAL, reads={'text': text},
         defects='' if name in ('base64', 'quoted') else 'nul', **more)
case('H25', 'in-a-boundary', NEUTRAL, defects='nul', reads={
    'text': lambda text: text.startswith('one')}, **{
        **multipart(plain('one')),
        'body': b'--b\n\none\n--\0b\n\ntwo\n--b--\n'})

# H26: long lines.
case('H26', 'text', NEUTRAL, body='a' * 998 + '\n' + 'b' * 5000 + '\n',
     reads={'text': 'a' * 998 + '\n' + 'b' * 5000 + '\n'})
case('H26', 'megabyte', NEUTRAL, body=lambda place: 'a' * place.size(
    1 << 20, 300000), defects='too-big')
case('H26', 'header', NEUTRAL, fields='X-Long: ' + 'a' * 20000 + '\n')
case('H26', 'base64', NEUTRAL, **of_type('text/plain', b'QUJD' * 5000,
                                         'base64'),
     reads={'text': 'ABC' * 5000})
case('H26', 'words', NEUTRAL, body='word ' * 20000 + '\n')
case('H26', 'quoted', NEUTRAL, **of_type(
    'text/plain', 'a' * 3000 + '=\n' + 'b\n', 'quoted-printable'),
     reads={'text': 'a' * 3000 + 'b\n'})

# H27: what looks like a file within a text is text.
for name, text in (
        ('uuencode', 'begin 644 x.txt\n#0V%T\n`\nend\n'),
        ('uuencode-of-a-path', 'begin 644 ../../etc/passwd\n#0V%T\n`\nend\n'),
        ('uuencode-open', 'begin 777 x\n' + 'M' * 61 + '\n'),
        ('yenc', '=ybegin line=128 size=3 name=x.exe\nabc\n=yend size=3\n'),
        ('binhex', '(This file must be converted with BinHex 4.0)\n\n'
         ':$f*TEQKPH#jdH:\n'),
        ('shell', '#!/bin/sh\n# This is a shell archive\nrm -rf x\n'),
        ('xxencode', 'begin 644 y\n1Cat\n+\nend\n')):
    case('H27', name, NEUTRAL, body=f'See the file.\n\n{text}',
         reads={'text': f'See the file.\n\n{text}', 'attachments': []})

# H28: parts of mails and mails elsewhere: nothing is put together or fetched.
for name, kind, body in (
        ('partial', 'message/partial; id="x@{d}"; number=1; total=2', 'half'),
        ('partial-again', 'message/partial; id="x@{d}"; number=2; total=2',
         'half'),
        ('partial-huge', 'message/partial; id="y"; number=999999999999999; '
         'total=0', 'half'),
        ('ftp', 'message/external-body; access-type=anon-ftp; '
         'site="localhost"; name="x"', 'Content-Type: text/plain\n\n'),
        ('local-file', 'message/external-body; access-type=local-file; '
         'name="/etc/passwd"', 'Content-Type: text/plain\n\n'),
        ('url', 'message/external-body; access-type=URL; '
         'URL="http://127.0.0.1:1/"', 'Content-Type: text/plain\n\n'),
        ('mail-server', 'message/external-body; access-type=mail-server; '
         'server="eve@example.net"', 'Content-Type: text/plain\n\nget x\n')):
    case('H28', name, NEUTRAL, fields='MIME-Version: 1.0\nContent-Type: '
         f'{kind}\n', body=body, reads={
             'text': '', 'attachments': lambda files, kind=kind:
             [file['type'] for file in files] == [kind.split(';')[0]]})

# H29: archives are files, never opened.
ZIP = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=='
for name, file, data, size in (
        ('zip', '42.zip', ZIP, 22),
        ('gzip', 'a.gz', 'H4sIAAAAAAAA/wMAAAAAAAAAAAA=', 20),
        ('bzip2', 'a.tar.bz2', 'QlpoORdyRThQkAAAAAA=', 14),
        ('rar', 'bomb.rar', 'UmFyIRoHAA==', 7),
        ('zip-in-zip', 'a.zip.zip', ZIP, 22),
        ('sizes-that-lie', 'lie.zip', 'UEsDBBQAAAAIAAAAAAAAAAAA////////'
         '//8BAAAAYQ==', 31)):
    case('H29', name, NEUTRAL, **multipart(plain(TEXT), attached(
        file, data)), reads={'text': TEXT, 'attachments':
                             lambda files, file=file, size=size:
                             [(one['name'], one['size']) for one in files] ==
                             [(file, size)]})

# H30: encrypted or signed: opaque parts, no key is asked for anything.
case('H30', 'pgp', NEUTRAL, reads={'text': ''}, **multipart(
    ('Content-Type: application/pgp-encrypted', 'Version: 1'),
    ('Content-Type: application/octet-stream; name=encrypted.asc',
     '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----'),
    kind='encrypted; protocol="application/pgp-encrypted"'))
case('H30', 'smime', NEUTRAL, reads={'text': ''}, fields='MIME-Version: 1.0\n'
     'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; '
     'name=smime.p7m\nContent-Transfer-Encoding: base64\n', body='MIAGCSqG\n')
case('H30', 'smime-opaque', NEUTRAL, reads={'text': ''},
     fields='MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; '
     'smime-type=signed-data\nContent-Transfer-Encoding: base64\n',
     body='MIAGCSqG\n')
case('H30', 'broken-signature', NEUTRAL, reads={'text': TEXT}, **multipart(
    plain(TEXT), ('Content-Type: application/pgp-signature', 'nonsense'),
    kind='signed; micalg=pgp-nothing; protocol='
         '"application/pgp-signature"'))
case('H30', 'inline', NEUTRAL, body='-----BEGIN PGP MESSAGE-----\n\nhQEMA\n'
     '-----END PGP MESSAGE-----\n',
     reads={'text': lambda text: 'hQEMA' in text})
case('H30', 'key-in-a-field', NEUTRAL, fields='Autocrypt: addr=ann@{d}; '
     'keydata=' + 'A' * 10000 + '\n')

# H31: what Outlook wrapped stays wrapped.
TNEF = 'eJ8+IgAAAQYQCAAFAAAAAAABAAEAAQOQBgAAAP//////'
case('H31', 'alone', NEUTRAL, reads={'text': ''}, fields='MIME-Version: 1.0\n'
     'Content-Type: application/ms-tnef; name=winmail.dat\n'
     'Content-Transfer-Encoding: base64\n', body=TNEF + '\n')
case('H31', 'with-text', NEUTRAL, reads={'text': TEXT}, **multipart(
    plain(TEXT), attached('winmail.dat', TNEF, 'application/ms-tnef')))
case('H31', 'of-another-type', NEUTRAL, reads={'text': TEXT}, **multipart(
    plain(TEXT), attached('winmail.dat', TNEF)))
case('H31', 'in-parts', NEUTRAL, reads={'text': ''}, **multipart(
    attached('winmail.dat', TNEF, 'application/ms-tnef')))


# H32: HTML alone: read in one pass, whatever is open.
def html(text, **more):
    return {**of_type('text/html', text), **more}


def many(piece, full, short, before='', after=''):
    return lambda place: before + piece * place.size(full, short) + after


for name, text, wanted in (
        ('open', '<p>The printer<br>does not <b>print', 'The printer\n'
         'does not print'),
        ('open-comment', '<p>one</p><!-- two', 'one'),
        # What never ends hides nothing: else a mail would be cut there.
        ('open-script', '<p>one</p><script>two', 'one\n\ntwo'),
        ('open-style', '<p>one</p><style>two', 'one\n\ntwo'),
        ('open-attribute', '<p>one</p><a href="two', 'one'),
        ('cdata', '<p>one</p><![CDATA[two]]>', None),
        ('no-tags', 'one &amp; two', 'one & two'),
        ('entities', '&#0;&#x110000;&#xD800;&#65;&nosuch;&lt;b&gt;', None)):
    case('H32', name, NEUTRAL, **html(text), reads={} if wanted is None else
         {'text': wanted, 'text_source': 'html'})
case('H32', 'many-tags', NEUTRAL, **html(many('<div><b>x', 500000, 300000)),
     defects='too-big')
case('H32', 'many-attributes', NEUTRAL, **html(many(
    ' a=b', 200000, 20000, '<p', '>words</p>')), reads={'text': 'words'})
case('H32', 'many-entities', NEUTRAL, **html(many('&amp;', 200000, 20000)))
case('H32', 'many-less', NEUTRAL, **html(many('<', 1 << 20, 50000)))
case('H32', 'deep-tables', NEUTRAL, **html(many('<table><tr><td>', 100000,
                                                5000, '', 'words')),
     reads={'text': 'words'})
case('H32', 'many-comments', NEUTRAL, **html(many('<!--', 200000, 20000,
                                                  '<p>words</p>')),
     reads={'text': 'words'})
case('H32', 'many-links', NEUTRAL, **html(many(
    '<a href="http://x.example.net/">y</a> ', 20000, 2000)))
case('H32', 'blank', NEUTRAL, **html(' ' * 100000), reads={'text': ''})

