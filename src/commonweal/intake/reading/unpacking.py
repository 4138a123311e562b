"""Turns what a person gives (a file, a folder, a zip, a zip in a zip) into plain files."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from commonweal.intake.job import Unusable
from commonweal.intake.reading.kinds import ZIP, document

# A spreadsheet is a zip too, but it is the file itself that is wanted.
NOT_OPENED = {".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".numbers", ".pages"}
# What an edition in the archive says of itself.
MANIFEST = "fetched.json"
MOST_FILES = 10_000
MOST_NESTED = 3
# Text packs about thirty times smaller; what unpacks a thousandfold was made to fill a disk.
MOST_RATIO = 250
SMALL = 64 * 1024 * 1024
MOST_BYTES = 60 * 1024**3
BLOCK = 4 * 1024 * 1024


def unpack(path: Path, into: Path) -> list[Path]:
    """Every plain file in what was given. What is not packed is read where it lies.

    :param into: the folder that packed files are unpacked to, made if need be.
    :raises Unusable: for a zip that is broken, cut short, locked, unsafe or made to fill a disk.
    """
    files: list[Path] = []
    for given in walk(path):
        files += open_zip(given, into / "files", 1) if is_zip(given) else [given]
    if not files:
        raise Unusable(f"{path.name} holds no files.")
    return files


def walk(path: Path) -> list[Path]:
    """The file itself, or every file in the folder but hidden ones, links and an edition's note."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise Unusable(f"There is no file or folder {path}.")
    inside = sorted(path.rglob("*"))
    return [
        f
        for f in inside
        if f.is_file()
        and not f.is_symlink()
        and f != path / MANIFEST
        and not any(part.startswith((".", "__")) for part in f.relative_to(path).parts)
    ]


def is_zip(path: Path) -> bool:
    """Whether the file begins as a zip does, or calls itself one, and is no document."""
    if path.suffix.lower() in NOT_OPENED:
        return False
    with path.open("rb") as handle:
        begins = handle.read(len(ZIP)) == ZIP
    return document(path) is None if begins else path.suffix.lower() == ".zip"


def open_zip(path: Path, into: Path, depth: int) -> list[Path]:
    """Unpack one zip into a folder of its own, and the zips inside it."""
    if depth > MOST_NESTED:
        raise Unusable(f"{path.name} is packed more than {MOST_NESTED} deep.")
    try:
        with zipfile.ZipFile(path) as archive:
            return unpack_members(archive, path, into, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise Unusable(
            f"{path.name} is not a whole zip file ({problem}). Download it again."
        ) from problem
    except (NotImplementedError, RuntimeError) as problem:
        why = "is locked with a password" if "password" in str(problem) else "cannot be unpacked"
        raise Unusable(f"{path.name} {why}.") from problem


def unpack_members(archive: zipfile.ZipFile, path: Path, into: Path, depth: int) -> list[Path]:
    """Unpack every member, after checking all that the archive says of itself."""
    members = [m for m in archive.infolist() if not m.is_dir() and is_wanted(m.filename)]
    check(members, path)
    folder = fresh(into / path.stem)
    files = []
    for member in members:
        target = fresh_file(folder, PurePosixPath(member.filename).name)
        with archive.open(member) as packed, target.open("wb") as plain:
            copy(packed, plain, member, path)
        files += open_zip(target, folder, depth + 1) if is_zip(target) else [target]
    return files


def is_wanted(name: str) -> bool:
    """Whether a member is data, not what some computer added of its own accord."""
    parts = PurePosixPath(name).parts
    return not any(p in {"__MACOSX", ".DS_Store", "Thumbs.db"} or p.startswith("._") for p in parts)


def check(members: list[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive whose names leave the folder, or that would fill the disk."""
    if len(members) > MOST_FILES:
        raise Unusable(f"{path.name} holds more than {MOST_FILES:,} files.")
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if not name.name:
            raise Unusable(f"{path.name} is not safe: it holds a file without a name.")
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            raise Unusable(f"{path.name} is not safe: it would write outside its own folder.")
        too_much = member.file_size > MOST_RATIO * max(member.compress_size, 1)
        if member.file_size > SMALL and too_much:
            raise Unusable(f"{path.name} is not safe: {name.name} unpacks to far too much.")
    total = sum(m.file_size for m in members)
    if total > MOST_BYTES:
        raise Unusable(f"{path.name} would unpack to {total / 1024**3:.0f} GB, which is too much.")
    free = shutil.disk_usage(path.parent).free
    if total > free:
        needed, there = total / 1024**3, free / 1024**3
        raise Unusable(f"{path.name} needs {needed:.1f} GB of disk, and {there:.1f} are free.")


def copy(packed: IO[bytes], plain: IO[bytes], member: zipfile.ZipInfo, path: Path) -> None:
    """Copy in blocks, and never more than the archive said. The reader checks the checksum."""
    written = 0
    while block := packed.read(BLOCK):
        written += len(block)
        if written > member.file_size:
            raise Unusable(f"{path.name} is not what it says: {member.filename} is larger.")
        plain.write(block)
    if written != member.file_size:
        raise Unusable(f"{path.name} is cut short at {member.filename}. Download it again.")


def fresh(folder: Path) -> Path:
    """An empty folder with this name."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def fresh_file(folder: Path, name: str) -> Path:
    """A path in the folder that no earlier member has taken."""
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path
