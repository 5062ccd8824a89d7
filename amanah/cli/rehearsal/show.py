"""What people see of a rehearsal: its parts as they begin, and a table at the end."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

MUST_BE_ZERO = ("lost", "paid_twice", "ledger_sum", "bags_unbalanced")


class Show:
    """On standard error, so that JSON on standard output stays alone. `begun`: when the house was asked for, in
    seconds since the epoch, since it is another process that built it."""

    def __init__(self, *, doors: int, begun: float) -> None:
        self.console = Console(stderr=True)
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self._begun = begun
        self._doors: TaskID = self.progress.add_task("pintu · doors", total=doors)
        self._done: dict[str, int] = {}

    def part(self, name: str) -> None:
        self.progress.console.print(f"[dim]{time.time() - self._begun:6.1f} s[/dim]  {name}")

    def walked(self, said: Mapping[str, object]) -> None:
        """A phone tells how many doors of its day are done."""
        phone, done = str(said.get("phone")), said.get("done")
        if isinstance(done, int):
            self._done[phone] = max(done, self._done.get(phone, 0))
            self.progress.update(self._doors, completed=sum(self._done.values()))

    def table(self, result: Mapping[str, object]) -> None:
        table = Table(title="Latihan satu hari · one day rehearsed", show_header=False)
        for name, value in result.items():
            table.add_row(name, _said(value), _mark(name, value))
        self.console.print(table)


def holds(result: Mapping[str, object]) -> bool:
    """Whether everything that must hold does."""
    return (
        all(result[name] == 0 for name in MUST_BE_ZERO)
        and result["chain_ok"] is True
        and result["replay_same_state"] is True
        and result["events_found"] == result["events_acked"] == result["events_sent"]
        and not result["unsound"]
    )


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return "  ".join(f"{name} {count}" for name, count in value.items()) or "-"
    return f"{value}"


def _mark(name: str, value: object) -> str:
    if name in MUST_BE_ZERO:
        return "[green]✓[/green]" if value == 0 else "[red]✗[/red]"
    if name in ("chain_ok", "replay_same_state"):
        return "[green]✓[/green]" if value is True else "[red]✗[/red]"
    return ""
