"""signing.py - tokens as the program signs them, by another hand."""

import base64
import hashlib
import hmac
import struct


def sign(key, desk, role, ticket, item=0, letter='a'):
    """What stands in an address; for role m, the left half of a Message-ID."""
    role_key = hmac.digest(key, b'postdesk token ' + role.encode(), 'sha256')
    mac = hmac.digest(role_key, struct.pack('>qqq', desk, ticket, item),
                      hashlib.sha256)[:16]
    text = base64.b32encode(mac).decode().lower().rstrip('=')
    if role == 'm':
        return f'pd.{letter}{ticket}.{item}.{text}'
    numbers = f'{ticket}.{item}' if ticket and item else str(ticket or item)
    return f'{letter}{numbers}{role}-{text}'
