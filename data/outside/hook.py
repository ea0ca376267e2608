"""A notice to another program, signed so that it knows from whom it is (Standard Webhooks 1.0)."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
from typing import Any, Final

from standardwebhooks import Webhook

from data.outside.page import posted
from data.outside.reach import SECONDS, NotReached
from data.record.refusal import RecordError

LEAST_BYTES: Final = 24  # the standard's least for a secret


def hooked(address: str, secret: str, own: str, said: dict[str, Any], *, seconds: float = SECONDS) -> None:  # fmt: skip
    """Send something to a program, once by its name: a receiver that has it already leaves it.

    Args:
        address: of the program.
        secret: shared with it: base64, after ``whsec_`` or without it.
        own: name of what is sent; the same again where it is sent again.
        said: what is sent.
        seconds: as long as it may take.

    Raises:
        NotReached: it did not take it.
        RecordError: the secret is none.
    """
    if not address.startswith(("https://", "http://")) or "@" in address:
        raise RecordError("the webhook's address is none; expected one that begins with https://, without a name in it.")  # fmt: skip
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    at = dt.datetime.now(dt.UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": own,
        "webhook-timestamp": str(math.floor(at.timestamp())),
        "webhook-signature": Webhook(_secret(secret)).sign(own, at, content),
    }
    answer = posted(address, content.encode(), headers, seconds=seconds)
    if not 200 <= answer.status < 300:
        raise NotReached(f"the webhook answered with status {answer.status}; expected that it takes the notice.")  # fmt: skip


def _secret(text: str) -> bytes:
    try:
        found = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) < LEAST_BYTES:
        raise RecordError(f"the secret of the webhook is none; expected at least {LEAST_BYTES} bytes as base64.")  # fmt: skip
    return found
