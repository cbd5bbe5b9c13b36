"""Texts of sets: given as ``str``, or read from files given as paths."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TypeAlias

Source: TypeAlias = str | PathLike[str]
"""The text of a set as ``str``, or the path of a file that holds it."""

Text: TypeAlias = tuple[str, str]

_MOST_NEIGHBOURS = 2_000


def text_of(source: Source, name: str = "") -> Text:
    """The name and the text of a source."""
    if isinstance(source, str):
        return name, source
    path = Path(source)
    return name or str(path), path.read_text(encoding="utf-8")


def texts_of(sources: Iterable[Source]) -> list[Text]:
    """The names and texts of several sources."""
    return [text_of(source) for source in sources]


def neighbours(path: Path) -> list[Text]:
    """The other sets in the folder of a file and in the folders beside it; its own folder last."""
    own = path.resolve()
    beside = sorted(entry for entry in own.parent.parent.iterdir() if entry.is_dir() and entry != own.parent)
    found = [file for folder in (*beside, own.parent) for file in sorted(folder.glob("*.tieuchi")) if file != own]
    texts: list[Text] = []
    for file in found[-_MOST_NEIGHBOURS:]:
        try:
            texts.append(text_of(file))
        except (OSError, UnicodeDecodeError):
            continue  # A neighbour that cannot be read is no set that is asked for.
    return texts
