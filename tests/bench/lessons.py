"""In how many of twenty seeds each lesson's key comes true, page by page."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from playground.experiments.machine import cores
from playground.lessons.play import LessonPlayer, right_answer
from playground.lessons.reader import NAME, read_lesson
from playground.resources import resource_folder
from tests.bench.figures import Figure
from tests.bench.say import say

TITLE = "What the lessons claim"
NOTES = (
    "Each lesson was played headless with its own key as the answers, once for each seed. A page shows what it says where "
    "its run came to its condition, its check held and its key came true. A lesson that shows in fewer than 16 of 20 seeds "
    "teaches a “sometimes”."
)
SEEDS, QUICK_SEEDS = 20, 2


def measure(*, quick: bool = False, lesson: str = "") -> dict[str, Any]:
    """Return by lesson, for each seed, which pages showed what they say.

    `lesson` is what the names of those measured begin with.
    """
    folder = resource_folder() / "lessons" / "en"
    names = sorted(path.parent.name for path in folder.glob(f"{lesson}*/{NAME}"))
    seeds = range(QUICK_SEEDS if quick else SEEDS)
    say(f"lessons: {len(names)} lessons, {len(seeds)} seeds each")
    jobs = [(folder / name, seed) for name in names for seed in seeds]
    with ProcessPoolExecutor(len(cores())) as pool:
        shown = list(pool.map(_shows, jobs))
    return {name: [pages for (path, _), pages in zip(jobs, shown, strict=True) if path.name == name] for name in names}


def figures(measured: dict[str, Any]) -> list[Figure]:
    rows = []
    for name, seeds in measured.items():
        whole = sum(all(pages) for pages in seeds)
        by_page = ", ".join(str(sum(pages[number] for pages in seeds)) for number in range(len(seeds[0])))
        rows.append(Figure(name, f"{whole} of {len(seeds)}", details=f"by page: {by_page}"))
    return rows


def _shows(job: tuple[Path, int]) -> list[bool]:
    path, seed = job
    return [page.is_as_written for page in LessonPlayer(read_lesson(path), seed).play(right_answer)]
