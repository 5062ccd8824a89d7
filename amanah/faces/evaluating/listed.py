"""A list of pairs to judge: the LFW format with its folds, or plain CSV `photo_a,photo_b,same[,fold]`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amanah.faces.evaluating.looking import Floats, Looked
from amanah.faces.types import Shot, TenFold
from amanah.values.problem import Problem, Sentence

YES, NO = {"1", "true", "yes", "same", "ya"}, {"0", "false", "no", "different", "tidak"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos by what the list calls them, whether they show one person, and the fold (0 when there are none)."""

    a: str
    b: str
    same: bool
    fold: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores of listed pairs, in the list's order; `left_out` pairs name people beyond `--limit`."""

    scores: Floats
    same: NDArray[np.bool_]
    folds: NDArray[np.int64]
    left_out: int


def read(file: Path) -> list[Pair]:
    """Raises Problem `pairs_missing`, `pairs_unreadable` with the line."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _missing(file) from error
    lines = text.splitlines()
    pairs = _csv(file, text) if lines and "photo_a" in lines[0] else _lfw(file, lines)
    if not pairs:
        raise _unreadable(file, 1)
    return pairs


def judge(pairs: Sequence[Pair], shots: Sequence[Shot], looked: Looked, *, partly: bool) -> Judged:
    """`partly`: pairs of photos that aren't among the shots are left out and counted; else `pair_without_photo`."""
    place = {shot.name: index for index, shot in enumerate(shots)}
    place |= {str(Path(shot.name).with_suffix("")): index for index, shot in enumerate(shots)}
    there = [pair for pair in pairs if pair.a in place and pair.b in place]
    left_out = len(pairs) - len(there)
    if left_out and not partly:
        raise _without_photo(next(pair for pair in pairs if pair.a not in place or pair.b not in place), left_out)
    if not there:
        raise _without_photo(pairs[0], left_out)
    return Judged(
        scores=np.array([_score(looked, place[pair.a], place[pair.b]) for pair in there], dtype=np.float32),
        same=np.array([pair.same for pair in there], dtype=bool),
        folds=np.array([pair.fold for pair in there], dtype=np.int64),
        left_out=left_out,
    )


def ten_fold(judged: Judged) -> TenFold | None:
    """Each fold judged by the threshold that is best on the others (LFW's protocol); None without two folds."""
    folds = np.unique(judged.folds)
    if len(folds) < 2:
        return None
    right = []
    for fold in folds:
        own = judged.folds == fold
        at = _best_threshold(judged.scores[~own], judged.same[~own])
        right.append(float(((judged.scores[own] >= at) == judged.same[own]).mean()))
    return TenFold(round(float(np.mean(right)), 4), round(float(np.std(right, ddof=1)), 4), len(folds))


def _best_threshold(scores: Floats, same: NDArray[np.bool_]) -> float:
    """The middle of the gap that puts most pairs on their right side; the first such gap from above."""
    order = np.argsort(-scores, kind="stable")
    downwards = scores[order]
    right = np.concatenate([[0], np.cumsum(np.where(same[order], 1, -1))])  # accepting the best 0, 1, 2 …
    ends = np.concatenate([[True], downwards[1:] < downwards[:-1], [True]])  # equal scores can't be parted
    best = int(np.argmax(np.where(ends, right, -len(scores) - 1)))
    high = downwards[best - 1] if best else np.float32(1)
    low = downwards[best] if best < len(downwards) else np.float32(-1)
    return float((float(high) + float(low)) / 2)


def _score(looked: Looked, a: int, b: int) -> float:
    return float(looked.scores(np.array([a]), np.array([b]))[0, 0])


def _csv(file: Path, text: str) -> list[Pair]:
    pairs = []
    for number, row in enumerate(_rows(file, text), 2):
        same, fold = (row.get("same") or "").strip().lower(), (row.get("fold") or "0").strip()
        a, b = (row.get("photo_a") or "").strip(), (row.get("photo_b") or "").strip()
        if not a or not b or same not in YES | NO or not fold.isdecimal():
            raise _unreadable(file, number)
        pairs.append(Pair(a, b, same in YES, int(fold)))
    return pairs


def _rows(file: Path, text: str) -> list[dict[str, str | None]]:
    try:
        return list(csv.DictReader(io.StringIO(text)))
    except csv.Error as error:  # a field without end
        raise _unreadable(file, 1) from error


def _lfw(file: Path, lines: Sequence[str]) -> list[Pair]:
    """A head of folds and pairs a fold of each kind (one number: a single fold), then the pairs, genuine ones first."""
    head = lines[0].split() if lines else []
    if not head or len(head) > 2 or not all(number.isdecimal() and int(number) for number in head):
        raise _unreadable(file, 1)
    a_fold = 2 * int(head[-1])
    pairs = [_lfw_pair(file, number, line) for number, line in enumerate(lines[1:], 2) if line.strip()]
    single = len(head) == 1
    return [Pair(a, b, same, 0 if single else 1 + index // a_fold) for index, (a, b, same) in enumerate(pairs)]


def _lfw_pair(file: Path, number: int, line: str) -> tuple[str, str, bool]:
    parts = line.split("\t") if "\t" in line else line.split()
    if len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal():
        return _lfw_name(parts[0], parts[1]), _lfw_name(parts[0], parts[2]), True
    if len(parts) == 4 and parts[1].isdecimal() and parts[3].isdecimal():
        return _lfw_name(parts[0], parts[1]), _lfw_name(parts[2], parts[3]), False
    raise _unreadable(file, number)


def _lfw_name(person: str, number: str) -> str:
    return f"{person}/{person}_{int(number):04d}"


def _missing(file: Path) -> Problem:
    return Problem(
        "pairs_missing",
        Sentence(id=f"Daftar pasangan {file} tidak bisa dibuka.", en=f"The list of pairs {file} can't be opened."),
    )


def _unreadable(file: Path, line: int) -> Problem:
    return Problem(
        "pairs_unreadable",
        Sentence(
            id=f"{file.name}, baris {line}: bukan pasangan. Pakai susunan LFW, atau CSV photo_a,photo_b,same (1/0).",
            en=f"{file.name}, line {line}: not a pair. Use the LFW format, or CSV photo_a,photo_b,same (1 or 0).",
        ),
    )


def _without_photo(pair: Pair, count: int) -> Problem:
    return Problem(
        "pair_without_photo",
        Sentence(
            id=f"{count} pasangan menyebut foto yang tidak ada di folder, misalnya {pair.a} dengan {pair.b}.",
            en=f"{count} pairs name photos that aren't in the folder, such as {pair.a} with {pair.b}.",
        ),
    )
