"""What Jinja makes of templates, kept with all else that is kept: compiling them takes seconds."""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache

from .store import digest, keep, recall_once


class Compiled(BytecodeCache):
    """The templates of an environment; `name` tells environments of other settings apart."""

    def __init__(self, name: str) -> None:
        self._name = name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Puts in what is kept of a template; Jinja sees whether it is of the same text."""
        if found := recall_once(f"{self._name} templates", self._digest(bucket)):
            bucket.bytecode_from_string(found[0])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was made of a template."""
        keep(f"{self._name} templates", self._digest(bucket), bucket.bytecode_to_string())

    def _digest(self, bucket: Bucket) -> str:
        return digest(bucket.key, bucket.checksum)
