"""structure.py - H01 to H19: what is missing, too much, or nested."""

from case import (BROKEN, NEUTRAL, NOBODY, attached, case, multipart, plain)

TEXT = 'The printer does not print.'

# H01: nothing at all is still a mail: a ticket, and nobody to answer.
NO_HEADER = 'no-header-end bad-header no-from no-date'
for name, raw, defects in (
        ('nothing', b'', 'empty no-header-end no-from no-date'),
        ('lf', b'\n', 'no-from no-date'),
        ('crlf', b'\r\n', 'no-from no-date'),
        ('two-crlf', b'\r\n\r\n', 'no-from no-date'),
        ('blanks', b'   \t  \n', NO_HEADER),
        ('nul-alone', b'\0\0\0\0', NO_HEADER + ' nul'),
        ('byte-order-mark', b'\xef\xbb\xbf', NO_HEADER + ' bad-charset')):
    case('H01', name, NOBODY, raw=raw, defects=defects)

# H02: a header and nothing else.
HEAD = ('Return-Path: <ann@{d}>\nFrom: ann@{d}\n'
        'Date: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: x')
case('H02', 'no-last-line-end', NEUTRAL, raw=HEAD,
     defects='no-header-end', reads={'subject': 'x', 'text': ''})
case('H02', 'last-line-end', NEUTRAL, raw=HEAD + '\n',
     defects='no-header-end', reads={'subject': 'x', 'text': ''})
case('H02', 'crlf', NEUTRAL, raw=HEAD.replace('\n', '\r\n') + '\r\n',
     defects='no-header-end', reads={'subject': 'x', 'text': ''})
case('H02', 'empty-line', NEUTRAL, raw=HEAD + '\n\n', defects='',
     reads={'subject': 'x', 'text': ''})
case('H02', 'ends-while-folded', NEUTRAL, raw=HEAD + '\n folded',
     defects='no-header-end', reads={'subject': 'x folded', 'text': ''})
case('H02', 'ends-in-a-name', NEUTRAL, raw=HEAD + '\nTo',
     defects='no-header-end bad-header', reads={'subject': 'x'})

# H03: no header, only words: they are the text, whatever they look like.
for name, raw, text in (
        ('hello', 'hello\n', 'hello\n'),
        ('sentences', 'Hello there\nit leaks\n', 'Hello there\nit leaks\n'),
        ('address', 'http is not a field\nat all\n',
         'http is not a field\nat all\n'),
        ('greek', 'γεια σας\n', 'γεια σας\n'),
        ('tag-alone', '<p>hello</p>\n', '<p>hello</p>\n')):
    case('H03', name, NOBODY, raw=raw, reads={'text': text, 'from': None},
         defects=NO_HEADER + ' bad-charset' * (not text.isascii()))

# H04: an attachment that is too big to be looked at (another run has 100 MB).
for name, encoding, line in (('base64', 'base64', b'QUJD' * 19 + b'\n'),
                             ('binary', 'binary', b'\0\1\2\3' * 1000),
                             ('quoted', 'quoted-printable', b'=00=FF\n')):
    case('H04', name, NEUTRAL, reads={'text': TEXT},
         defects='nul' if encoding == 'binary' else '',
         **{**multipart(plain(TEXT), attached('big.bin')),
            'body': lambda place, line=line, encoding=encoding: multipart(
                plain(TEXT), attached(
                    'big.bin', line * (place.size(8 << 20, 100000) //
                                       len(line)), encoding=encoding))
            ['body']})

# H05: a bomb of parts is cut at 500; a mail of exactly so many is whole.
def parts(full, short, part=b'--a\n\n', begin=b''):
    return lambda place: begin + part * place.size(full, short)


MIXED = ('MIME-Version: 1.0\n'
         'Content-Type: multipart/{kind}; boundary=a\n')
for name, kind, part in (
        ('empty', 'mixed', b'--a\n\n'),
        ('texts', 'mixed', b'--a\nContent-Type: text/plain\n\nx\n'),
        ('mails', 'digest', b'--a\n\nFrom: x@example.net\n\nx\n'),
        ('choices', 'alternative', b'--a\nContent-Type: text/html\n\nx\n'),
        ('files', 'mixed',
         b'--a\nContent-Disposition: attachment\n\nx\n')):
    case('H05', name, NEUTRAL, defects='too-many-parts truncated',
         fields=MIXED.format(kind=kind), body=parts(200000, 2000, part))
case('H05', 'as-many-as-may-be', NEUTRAL, defects='truncated',
     fields=MIXED.format(kind='mixed'), body=b'--a\n\nx\n' * 499)

# H06, H07: nesting is cut at 30; what lies deeper is one opaque part.
def nest(full, short, kind='mixed'):
    return lambda place: ''.join(
        f'--b{i}\nContent-Type: multipart/{kind}; boundary=b{i + 1}\n\n'
        for i in range(place.size(full, short)))


def nested(kind):
    return ('MIME-Version: 1.0\n'
            f'Content-Type: multipart/{kind}; boundary=b0\n')


case('H06', 'mixed', NEUTRAL, defects='too-deep truncated',
     fields=nested('mixed'), body=nest(20000, 2000))
case('H06', 'alternative', NEUTRAL, defects='too-deep truncated',
     fields=nested('alternative'), body=nest(10000, 1000, 'alternative'))
case('H06', 'related', NEUTRAL, defects='too-deep truncated',
     fields=nested('related'), body=nest(1000, 1000, 'related'))
case('H06', 'ten', NEUTRAL, defects='truncated', reads={'text': TEXT + '\n'},
     fields=nested('mixed'), body=lambda place: nest(10, 10)(place) +
     f'--b10\nContent-Type: text/plain\n\n{TEXT}\n')
case('H06', 'forty', NEUTRAL, defects='too-deep truncated',
     fields=nested('mixed'), body=lambda place: nest(40, 40)(place) +
     f'--b40\nContent-Type: text/plain\n\n{TEXT}\n')
RFC822 = 'MIME-Version: 1.0\nContent-Type: message/rfc822\n'
for count in (1, 10, 100, 1000, 20000):
    case('H07', f'mails-{count}', NEUTRAL, defects='', fields=RFC822,
         body=lambda place, count=count: 'Content-Type: message/rfc822\n\n' *
         place.size(count, min(count, 2000)))
case('H07', 'mail-in-parts', NEUTRAL, fields=nested('mixed'),
     defects='truncated', body=lambda place: ''.join(
         f'--b{i}\nContent-Type: message/rfc822\n\nContent-Type: '
         f'multipart/mixed; boundary=b{i + 1}\n\n'
         for i in range(place.size(5000, 200))))

# H08: RFC 2046, 5.1.2: which lines are boundaries.
def inner(lines, outer='b', **more):
    return {'fields': 'MIME-Version: 1.0\nContent-Type: multipart/mixed; '
                      f'boundary="{outer}"\n', 'body': lines, **more}


PART = '\nContent-Type: text/plain\n\n'
case('H08', 'prefix', NEUTRAL, defects='', reads={'text': 'inner'}, **inner(
    '--b\nContent-Type: multipart/mixed; boundary=b1\n\n--b1' + PART +
    'inner\n--b1--\n--b--\n'))
case('H08', 'longer-is-another', NEUTRAL, defects='',
     reads={'text': 'one\n--bx\ntwo'},
     **inner('--b' + PART + 'one\n--bx\ntwo\n--b--\n'))
case('H08', 'blanks-after-it', NEUTRAL, defects='', reads={'text': 'one'},
     **inner('--b \t ' + PART + 'one\n--b-- \t\n'))
case('H08', 'indented-is-text', NEUTRAL, defects='',
     reads={'text': 'one\n --b\ntwo'},
     **inner('--b' + PART + 'one\n --b\ntwo\n--b--\n'))
case('H08', 'preamble-and-epilogue', NEUTRAL, defects='',
     reads={'text': 'one'}, never=['planted'],
     **inner('planted before\n--b' + PART + 'one\n--b--\nplanted after\n'))
case('H08', 'part-after-the-end', NEUTRAL, defects='',
     reads={'text': 'one'}, **inner(
         '--b' + PART + 'one\n--b--\n--b' + PART + 'two\n--b--\n'))
case('H08', 'signs', NEUTRAL, defects='', reads={'text': 'one'}, **inner(
    "--'()+_,-./:=?" + PART + "one\n--'()+_,-./:=?--\n",
    outer="'()+_,-./:=?"))
case('H08', 'ends-in-dashes', NEUTRAL, defects='', reads={'text': 'one'},
     **inner('--b--' + PART + 'one\n--b----\n', outer='b--'))
case('H08', 'inner-ends-outer', NEUTRAL, defects='truncated',
     reads={'text': 'one'}, **inner(
    '--b\nContent-Type: multipart/mixed; boundary=c\n\n--c' + PART +
    'one\n--b--\n'))
case('H08', 'the-same-twice', NEUTRAL, **inner(
    '--b\nContent-Type: multipart/mixed; boundary=b\n\n--b' + PART +
    'one\n--b--\n--b--\n'))

# H09: boundaries that cannot be.
for name, parameter in {
        'empty': 'boundary=""', 'missing': 'x=y', 'blank': 'boundary=" "',
        'seventy-one': 'boundary=' + 'a' * 71, 'long': 'boundary=' + 'a' * 900,
        'blank-at-its-end': 'boundary="b "', 'quote': 'boundary="\\""',
        'open-quote': 'boundary="b', 'in-two': 'boundary*0=b; boundary*1=b',
        'twice': 'boundary=b; boundary=c', 'eight-bit': 'boundary=\xe9b',
        'backslash': 'boundary="\\b"'}.items():
    case('H09', name, NEUTRAL, fields='MIME-Version: 1.0\nContent-Type: '
         f'multipart/mixed; {parameter}\n',
         body=f'--b{PART}{TEXT}\n--b--\n',
         defects='' if name in ('open-quote', 'twice') else 'bad-header',
         reads={'text': lambda text: TEXT in text})

# H10: cut off: what is there is kept, and said to be cut.
for name, end in {
        'in-the-text': '', 'at-a-boundary': '--b',
        'in-a-header': '--b\nContent-Type: appl',
        'after-a-header': '--b\nContent-Type: text/plain\n',
        'in-a-file': '--b\nContent-Type: application/pdf\n'
        'Content-Transfer-Encoding: base64\n\nQUJDR'}.items():
    case('H10', name, NEUTRAL,
         defects='truncated' + ' bad-header' * (name == 'in-a-header'),
         reads={'text': lambda text: text.startswith(TEXT)},
         **{**multipart(), 'body': f'--b{PART}{TEXT}\n{end}'})
case('H10', 'only-the-inner', NEUTRAL, defects='truncated',
     reads={'text': TEXT + '\n'}, **multipart(
         ('Content-Type: multipart/alternative; boundary=c',
          f'--c{PART}{TEXT}\n')))

# H11: a parameter's name in another script made GMime 3.2.13 go round.
KJE = '\u045c'
for name, parameter in {
        'thirty-five': KJE * 35, 'two-hundred': KJE * 200,
        'one': KJE, 'greek': 'ω' * 35, 'hebrew': 'א' * 35}.items():
    case('H11', name, NEUTRAL, defects='bad-header',
         reads={'text': lambda text: 'text' in text},
         fields='MIME-Version: 1.0\nContent-Type: multipart/mixed;\n '
                f'{parameter}="{parameter[0]};"\n',
         body='--b' + PART + 'text\n--b--\n')
case('H11', 'of-a-file', NEUTRAL, reads={'text': TEXT}, **multipart(
    plain(TEXT), ('Content-Type: application/pdf;\n ' + KJE * 35 +
                  f'="{KJE};"\nContent-Disposition: attachment;\n ' +
                  KJE * 35 + '=x', 'x')))

# H12: fields are cut at 1,000; such a mail is too broken to be answered
# (RFC 3834, section 2), and is a ticket all the same.
case('H12', 'many', BROKEN, defects='too-many-fields',
     fields=lambda place: ''.join(f'X-{i}: v\n' for i in range(
         place.size(200000, 3000))))
case('H12', 'one-name', BROKEN, defects='too-many-fields',
     fields=lambda place: 'X-Same: v\n' * place.size(100000, 3000))
case('H12', 'no-values', BROKEN, defects='too-many-fields',
     fields=lambda place: 'X:\n' * place.size(100000, 3000))
case('H12', 'just-enough', NEUTRAL, defects='', fields='X: v\n' * 990)
case('H12', 'just-too-many', BROKEN, defects='too-many-fields',
     fields='X: v\n' * 1000)
case('H12', 'before-the-author', NOBODY, before='X: v\n' * 1000,
     defects='too-many-fields no-from no-date')

# H13: one field without end.
def long_field(name, full=10 << 20, short=300 << 10):
    return lambda place: f'{name}: ' + 'A' * place.size(full, short) + '\n'


for name in ('X-Long', 'Received', 'Comments', 'Content-Description'):
    case('H13', name.lower(), BROKEN, defects='header-too-big',
         fields=long_field(name))
case('H13', 'subject', NEUTRAL, subject='A' * 100000, defects='',
     reads={'subject': lambda text: text == 'A' * 1000})
case('H13', 'name', NEUTRAL, sender='A' * 50000 + ' <ann@{d}>', defects='',
     reads={'from': lambda author: len(author['name']) <= 1000})
case('H13', 'subject-of-greek', NEUTRAL, subject='ω' * 30000, defects='',
     reads={'subject': lambda text: set(text) <= set('ω…') and
            len(text) <= 1000})

# H14: folded without end.
for name, fold, count in (('blank', '\n a', 40000), ('tab', '\n\ta', 40000),
                          ('words', '\n =?utf-8?q?a?=', 10000),
                          ('nothing-in-it', '\n \n a', 20)):
    case('H14', name, NEUTRAL, subject=fold * count,
         reads={'subject': lambda text: len(text) <= 1000 and
                '\n' not in text})
case('H14', 'author', NEUTRAL, sender='Ann\n <ann@{d}>', defects='',
     envelope='<ann@{d}>', reads={'from': lambda author:
                                  author['name'] == 'Ann'})

# H15: addresses are cut at 500, and nobody in copy takes part.
def crowd(count):
    return ',\n '.join(f'a{i}@example.net' for i in range(count))


case('H15', 'copy', NEUTRAL, fields='Cc: ' + crowd(5000) + '\n',
     defects='too-many-addresses')
case('H15', 'to', NEUTRAL, to='support@desk.example.test, ' + crowd(5000),
     defects='too-many-addresses')
case('H15', 'just-enough', NEUTRAL, fields='Cc: ' + crowd(499) + '\n',
     defects='')
case('H15', 'group', NEUTRAL, fields='Cc: all: ' + crowd(2000) + ';\n',
     defects='too-many-addresses')
case('H15', 'commas', NEUTRAL, fields='Cc: ' + ',' * 60000 + '\n')
case('H15', 'too-long-a-header', BROKEN, fields=lambda place: 'Cc: ' + crowd(
    place.size(100000, 20000)) + '\n',
     defects='header-too-big too-many-addresses')

# H16: signs without end in From: nobody wrote it, and nothing breaks.
for name, sign, count in (
        ('colons', ':', 60000), ('semicolons', ';', 60000),
        ('less', '<', 60000), ('greater', '>', 60000), ('at', '@', 60000),
        ('commas', ',', 60000), ('quotes', '"', 60001),
        ('backslashes', '\\', 60000), ('groups', 'g:', 10000),
        ('dots', '.', 60000), ('brackets', '[', 60000)):
    case('H16', name, NOBODY, sender=None, fields='From: ' + sign * count +
         '\n', envelope='<ann@{d}>', defects='bad-from')
for name, sign in (('groups-to', 'g:'), ('less-to', '<'), ('at-to', '@')):
    case('H16', name, NEUTRAL, to=sign * 10000)

# H17: comments without end.
for name, field in (('to', 'Cc'), ('result', 'Authentication-Results'),
                    ('host', 'Received'), ('version', 'MIME-Version'),
                    ('type', 'Content-Type'), ('machine', 'Auto-Submitted'),
                    ('answer', 'In-Reply-To'), ('list', 'X-Loop')):
    case('H17', name, NEUTRAL if name not in ('machine', 'list') else
         'ticketed new robot automatic-mail',
         fields=f'{field}: ' + '(' * 60000 + '\n',
         defects='bad-header' if name == 'type' else '')
case('H17', 'author', NOBODY, sender=None, fields='From: ' + '(' * 60000 +
     '\n', envelope='<ann@{d}>', defects='bad-from')
case('H17', 'closed-around-the-author', NEUTRAL, sender=None, defects='',
     fields='From: ' + '(' * 1000 + ')' * 1000 + ' ann@{d}\n',
     envelope='<ann@{d}>')
case('H17', 'date', NEUTRAL, date='(' * 60000, defects='bad-date',
     reads={'date': None})

# H18: of References the first and the last 49 are kept.
def ids(count):
    return '\n '.join(f'<{i}@example.net>' for i in range(count))


case('H18', 'many', NEUTRAL, fields='References: ' + ids(5000) + '\n',
     defects='too-many-references', reads={'references': lambda refs:
     refs == ['0@example.net'] + [f'{i}@example.net'
                                  for i in range(4951, 5000)]})
case('H18', 'fifty', NEUTRAL, fields='References: ' + ids(50) + '\n',
     defects='', reads={'references': lambda refs: len(refs) == 50})
case('H18', 'parents', NEUTRAL, cites=ids(2000),
     defects='too-many-references')
case('H18', 'broken', NEUTRAL, fields='References: ' + '<' * 60000 + '\n')
case('H18', 'too-long-a-header', BROKEN, fields=lambda place:
     'References: ' + ids(place.size(60000, 20000)) + '\n',
     defects='header-too-big too-many-references')

# H19: parameters.
def parameters(form, full, short=2000):
    return lambda place: 'MIME-Version: 1.0\nContent-Type: text/plain' + \
        ''.join(form.format(i=i) for i in range(place.size(full, short))) + \
        '\n'


case('H19', 'names', NEUTRAL, fields=parameters(';\n x{i}=a', 15000),
     defects='')
case('H19', 'pieces', NEUTRAL, fields=parameters(';\n name*{i}=a', 15000))
case('H19', 'one-name', NEUTRAL, fields=parameters(';\n charset=utf-8',
                                                   10000), defects='')
case('H19', 'semicolons', NEUTRAL, fields=parameters(';', 60000), defects='')
for name, piece in (('huge-number', 'name*99999999999999999999=a'),
                    ('minus', 'name*-1=a'), ('gap', 'name*0=a; name*7=b'),
                    ('no-number', 'name**=a'), ('no-value', 'name*0')):
    case('H19', name, NEUTRAL, fields='MIME-Version: 1.0\nContent-Type: '
         f'text/plain; {piece}; charset=utf-8\n', defects='')
