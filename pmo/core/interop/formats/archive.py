"""The file of a backup: a compressed tar of tables and files, closed by a manifest that knows the sum of each.

Everything is streamed, in and out; nothing in an archive is believed before its sum has been compared.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 18
LONGEST_LINE = 1 << 28
LONGEST_MANIFEST = 1 << 26
# A table by its label, or a file by its path below files/, in which no part is empty or begins with a dot.
NAME = re.compile(r"tables/\w+\.\w+\.jsonl|files(/(?!\.)[^/\\\0]+)+|manifest\.json")


class ArchiveDamaged(Exception):
    """The archive is not whole, not ours, or not what its manifest says."""


@dataclass(frozen=True)
class Part:
    """One table or file of an archive. ``columns`` and ``rows`` are those of a table."""

    size: int
    sha256: str
    columns: list[str] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. ``key`` recognises the SECRET_KEY without telling it."""

    version: str
    taken_at: str
    key: str
    migrations: list[str]
    parts: dict[str, Part]
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """:raises ArchiveDamaged: when it is not one, or of a format to come."""
        try:
            values: dict[str, Any] = json.loads(data)
            if values.get("format") != FORMAT:
                raise ArchiveDamaged(f"its format is {values.get('format')!r}; this Vigie reads {FORMAT}")
            parts = {name: Part(**part) for name, part in values.pop("parts").items()}
            return cls(parts=parts, **values)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveDamaged("its manifest cannot be read") from error


class Summed:
    """A stream that is read once and knows what went through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sum, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int = BLOCK) -> bytes:
        block = self._stream.read(size)
        self._sum.update(block)
        self.size += len(block)
        return block

    def lines(self) -> Iterator[bytes]:
        """Line by line; :raises ArchiveDamaged: at one that no table of ours can have."""
        while line := self._stream.readline(LONGEST_LINE):
            self._sum.update(line)
            self.size += len(line)
            if not line.endswith(b"\n"):
                raise ArchiveDamaged("a row has no end")
            yield line

    def drain(self) -> None:
        while self.read():
            pass

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


class ArchiveWriter:
    """Writes parts one after the other; the manifest comes last, so that an archive without one is a torn one."""

    def __init__(self, target: IO[bytes], *, mtime: int) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|gz", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._mtime = mtime

    def add(self, name: str, source: IO[bytes], size: int) -> Summed:
        """Copy ``size`` bytes of the stream in; :raises OSError: where it has fewer, or no backup may hold the name."""
        if not NAME.fullmatch(name):
            raise OSError(f"“{name}” is a name that could not be restored; rename it")
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._mtime, 0o640
        summed = Summed(source)
        self._tar.addfile(info, summed)  # type: ignore[arg-type]  # it only reads
        return summed

    def finish(self, manifest: Manifest) -> None:
        data = manifest.as_json()
        self.add(MANIFEST, io.BytesIO(data), len(data))

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self._tar.close()


Receiver = Callable[[str, Summed], None]


def read_archive(source: IO[bytes], receive: Receiver) -> Manifest:
    """Hand each part to ``receive`` as it streams by, then compare all of them with the manifest.

    :raises ArchiveDamaged: when a byte, a part or the end is missing, or something is there that no backup writes.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        with gzip.GzipFile(fileobj=source) as unpacked:
            with tarfile.open(fileobj=unpacked, mode="r|") as tar:
                for member in tar:
                    if manifest is not None or member.name in found:
                        raise ArchiveDamaged(f"“{member.name}” stands where nothing may stand")
                    summed = _opened(tar, member)
                    if member.name == MANIFEST:
                        manifest = Manifest.from_json(summed.read(min(member.size, LONGEST_MANIFEST)))
                        continue
                    receive(member.name, summed)
                    summed.drain()
                    found[member.name] = (summed.size, summed.sha256)
            while unpacked.read(BLOCK):  # to the end, where gzip keeps a sum of its own
                pass
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ArchiveDamaged(f"it is torn or no archive ({error})") from error
    if manifest is None:
        raise ArchiveDamaged("it ends too early")
    _compare(manifest, found)
    return manifest


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Summed:
    if not member.isreg() or not NAME.fullmatch(member.name):
        raise ArchiveDamaged(f"“{member.name}” is nothing a backup writes")
    content = tar.extractfile(member)
    if content is None:
        raise ArchiveDamaged(f"“{member.name}” cannot be read")
    return Summed(content)


def _compare(manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    stated = {name: (part.size, part.sha256) for name, part in manifest.parts.items()}
    wrong = sorted(name for name in stated.keys() | found.keys() if stated.get(name) != found.get(name))
    if wrong:
        raise ArchiveDamaged(f"{wrong[0]} is not what the manifest says")
