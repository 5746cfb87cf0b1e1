"""Mail addresses of senders and recipients."""

from __future__ import annotations

import getpass
import re
import socket

import idna

from readnext.errors import InputError

# An address as RFC 5321 writes it without quotes: a dot-atom and a domain.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LONGEST, _LONGEST_LOCAL = 254, 64


def mail_address(text: str, option: str) -> str:
    """Return an address in the form that mail servers accept; else InputError.

    A domain in other letters is encoded by IDNA 2008, as registries and mail servers do
    it (RFC 5891): IDNA 2003 makes strasse.example, another domain, of straße.example.

    >>> mail_address("mia@münchen.example", "--to")
    'mia@xn--mnchen-3ya.example'
    >>> mail_address("mia@straße.example", "--to")
    'mia@xn--strae-oqa.example'
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        if not domain.isascii():
            domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        domain = ""
    found = f"{local}@{domain}"
    right = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    if not right or len(local) > _LONGEST_LOCAL or len(found) > _LONGEST:
        raise InputError(
            f"{option}: {text!r} is not a mail address, e.g. you@example.org"
        )
    return found


def default_sender(user: str) -> str:
    """Return the default sender of issues.

    The user of the mail server, if that is an address; else this computer's user.
    """
    try:
        return mail_address(user, "--smtp")
    except InputError:
        pass
    try:
        return mail_address(f"{getpass.getuser()}@{socket.gethostname()}", "--from")
    except (InputError, OSError, KeyError):  # the host name is not valid in an address
        return "readnext@localhost"
