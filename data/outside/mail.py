"""A letter handed to a mail server."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import httpx

from data.outside.reach import SECONDS, NotReached, connected
from data.record.refusal import RecordError

PORTS: Final = {"smtp": 587, "smtps": 465}


def mailed(server: str, message: EmailMessage, *, seconds: float = SECONDS) -> None:
    """Hand a letter to a mail server, encrypted unless ``smtp+plain`` says that it is not.

    Args:
        server: ``smtp://name:password@host:587`` (encrypted by STARTTLS), ``smtps://`` (from the start) or
            ``smtp+plain://`` (not at all, and without a name: for a relay on this machine).
        message: the letter, with From and To.
        seconds: everything together may take as long.

    Raises:
        NotReached: the server did not take it.
        RecordError: the server's address is none.
    """
    try:
        given = urlsplit(server)
        scheme, _, plain = given.scheme.partition("+")
        port = given.port or (25 if plain else PORTS.get(scheme, 0))
    except ValueError:
        given, scheme, plain, port = urlsplit(""), "", "", 0
    if scheme not in PORTS or plain not in ("", "plain") or not given.hostname or not port or (plain and given.username):  # fmt: skip
        raise RecordError("the mail server's address is none; expected smtp://host:587, smtps://host:465 or smtp+plain://host:25, with a name and password only where it is encrypted.")  # fmt: skip
    kind: Any = _Encrypted if scheme == "smtps" else _Opened
    context = httpx.create_ssl_context()
    options = {"context": context} if scheme == "smtps" else {}
    host, taken = given.hostname, False
    try:
        with kind(timeout=seconds, **options) as client:
            over = threading.Timer(seconds, client.end)
            over.daemon = True
            over.start()
            try:
                client.connect(host, port)
                if not over.is_alive():
                    raise TimeoutError
                if scheme == "smtp" and not plain:
                    client.starttls(context=context)
                if given.username:
                    client.login(unquote(given.username), unquote(given.password or ""))
                client.send_message(message)
                taken = True
            finally:
                over.cancel()
    except smtplib.SMTPRecipientsRefused:
        raise NotReached(f"{host} does not take letters for {message['To']}.") from None
    except smtplib.SMTPAuthenticationError:
        raise NotReached(f"{host} does not know the name or the password.") from None
    except smtplib.SMTPNotSupportedError:
        raise NotReached(f"{host} does not encrypt, or knows no names; expected that it does.") from None  # fmt: skip
    except smtplib.SMTPResponseException as error:
        if not taken:  # a farewell that fails undoes nothing
            raise NotReached(f"{host} answered {error.smtp_code} and took no letter.") from None
    except ssl.SSLError:
        raise NotReached(f"{host} does not answer: its certificate does not hold.") from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        if not taken:
            said = f"{host} gave half an answer or none ({type(error).__name__})."
            raise NotReached(said) from None


class _Opened(smtplib.SMTP):
    """The library's client, but for where it may go and how long it may take."""

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        self._host = (
            host  # for the name in its certificate, which the constructor takes only with a host
        )
        return connected(host, port, timeout)

    def end(self) -> None:
        """Nothing more is read or sent."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()  # it was closed by the other end meanwhile


class _Encrypted(smtplib.SMTP_SSL, _Opened):
    """The same, encrypted from the start."""
