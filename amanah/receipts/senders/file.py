"""The sender of a house without a gateway: each message a line of JSON, for somebody else to pick up."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

from amanah.receipts.types import Outgoing, SendFailed


class File:
    """Appends to AMANAH_RECEIPTS_FILE, readable by its owner only: whoever carries the message needs the number."""

    name = "file"

    def send(self, message: Outgoing) -> None:
        line = {"id": str(message.id), "how": message.how, "to": message.number, "text": message.text}
        path = Path(settings.AMANAH_RECEIPTS_FILE)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SendFailed(f"the file can't be written: {error.strerror}") from None
