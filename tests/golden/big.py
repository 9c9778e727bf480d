"""big.py - the mails of folders whose mail is too big to be kept.

Each is followed by an ordinary one, which must not suffer."""

KINDS = {}

HEADER = ('From: Ann <ann@%s.example.org>\nTo: support@example.com\n'
          'Subject: Printer\nMessage-ID: <1@%s.example.org>\n'
          'Date: Mon, 2 Mar 2026 09:00:00 +0000\n')
NEXT = HEADER.replace('Ann <ann@', 'Bob <bob@').replace('<1@', '<2@')


def kind(function):
    KINDS[function.__name__] = function
    return function


@kind
def h04():
    line = 'A' * 76 + '\n'
    return ('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n'
            '--b\nContent-Type: text/plain\n\nSee the file.\n'
            '--b\nContent-Type: application/octet-stream; name=big.bin\n'
            'Content-Transfer-Encoding: base64\n\n' +
            line * (20 * 1024 * 1024 // len(line)) + '--b--\n')


@kind
def h05():
    return ('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n' +
            '--a\n\n' * 200000)


@kind
def h06():
    return ('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n' +
            ''.join('--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n' %
                    (i, i + 1) for i in range(20000)))


@kind
def h07():
    return ('MIME-Version: 1.0\nContent-Type: message/rfc822\n\n' +
            'Content-Type: message/rfc822\n\n' * 20000)


@kind
def h12():
    return ''.join('X-%d: v\n' % i for i in range(200000)) + '\nText.\n'


@kind
def h13():
    return 'X-Long: ' + 'A' * (10 * 1024 * 1024) + '\n\nText.\n'


@kind
def h15():
    return ('Cc: ' + ',\n '.join('a%d@example.net' % i
                                 for i in range(100000)) + '\n\nText.\n')


@kind
def h18():
    return ('References: ' + '\n '.join('<%d@example.net>' % i
                                        for i in range(60000)) +
            '\n\nText.\n')


@kind
def h19():
    return ('MIME-Version: 1.0\nContent-Type: text/plain' +
            ''.join(';\n name*%d=a' % i for i in range(20000)) +
            '\n\nText.\n')


@kind
def h32():
    return ('MIME-Version: 1.0\nContent-Type: text/html\n\n' +
            '<div><b>x' * 500000)


@kind
def h35():
    return ('Comments: ' + '\n '.join(['=?utf-8?q?a?='] * 120000) +
            '\n\nText.\n')


@kind
def h43():
    return ('MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n'
            'z' + '\u0300' * 1000000 + '\n')


def mails(name):
    """The mails of the folder `name`, such as h05-parts; None: not here."""
    short = name.split('-')[0]
    if short not in KINDS:
        return None
    return [(HEADER % (short, short) + KINDS[short]()).encode(),
            (NEXT % (short, short) + '\nText.\n').encode()]
