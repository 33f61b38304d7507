"""Probes that may end their process: Qt, fonts, OpenGL, torch, video encoder.

So each runs in a process of its own. Each function returns plain values. It imports what it needs itself, for a missing
package is a finding too.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from playground import cpp_runtime
from playground.errors import PlaygroundError, Term
from playground.folders import size_of
from playground.readiness.isolation import draw_unseen

LETTERS, CHINESE = "AB", "强化"  # two of each: where a glyph is missing, both are the same box
SPEED_S = 1.0  # per preset
_SLICE_S = 0.1  # the median of many: one hiccup of the computer is not its speed


def probe_screen() -> dict[str, Any]:
    """Open the window system as the window would.

    Returns its name and the screens, in logical pixels.
    """
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication(["playground"])
    screens = [
        {
            "width": screen.size().width(),
            "height": screen.size().height(),
            "scale": round(screen.devicePixelRatio(), 2),
        }
        for screen in app.screens()
    ]
    return {"platform": app.platformName(), "screens": screens}


def probe_opengl() -> dict[str, Any]:
    """Make an OpenGL context; return its renderer and version.

    Both are empty where there is none.
    """
    from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

    app = QGuiApplication(["playground"])
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not (app and context.create() and context.makeCurrent(surface)):
        return {"renderer": "", "version": ""}
    ask = context.functions().glGetString
    return {"renderer": str(ask(0x1F01)), "version": str(ask(0x1F02))}


def probe_letters() -> dict[str, Any]:
    """Draw letters; return which of them came out.

    They are drawn as in the window and as in the pictures of environments.
    """
    draw_unseen()
    from PySide6.QtGui import QGuiApplication

    from playground.ui.theme.fonts import provide_chinese

    app = QGuiApplication(["playground"])
    provide_chinese()
    return {
        "font": app.font().family(),
        "window": {"latin": _drawn_by_qt(LETTERS), "chinese": _drawn_by_qt(CHINESE)},
        "pictures": {"latin": _drawn_by_pygame(LETTERS), "chinese": _drawn_by_pygame(CHINESE)},
    }


def probe_arithmetic() -> dict[str, Any]:
    """Prepare the kernels; return what they were compiled for and where they are.

    Raises CompileError.
    """
    from playground.arithmetic.prepare import prepare

    prepared = prepare()
    if isinstance(prepared.problem, PlaygroundError):
        problem: Term | None = Term(prepared.problem.template, **prepared.problem.values)
    else:
        problem = prepared.problem
    return {"n": prepared.n_kernels, "seconds": round(prepared.seconds, 1), "problem": problem} | _compiled_for(
        prepared.n_compiled
    )


def _compiled_for(n_compiled: int) -> dict[str, Any]:
    from playground.arithmetic.compiled import KERNELS

    if not any(kernel.is_compiled for kernel in KERNELS):
        return {"origin": "not compiled"}
    import numba

    from playground.arithmetic.machine_code.cache import STORE
    from playground.arithmetic.machine_code.target import current

    folder = STORE.shipped if STORE.shipped.is_dir() else STORE.own
    return {
        "target": current().folder,
        "numba": str(numba.__version__),
        "folder": str(folder or ""),
        "size": round(size_of(folder) / 1e6, 1) if folder else 0,
        "origin": "shipped" if folder == STORE.shipped else "new" if n_compiled else "kept",
    }


def probe_learning() -> dict[str, Any]:
    """Train a little by the kernels; return speed, and whether weights changed."""
    began = time.perf_counter()
    import numpy as np

    from playground.agents.nn.backend import prepare_thread

    prepare_thread()
    session = _session("fast")
    ready_s = time.perf_counter() - began
    before = {name: weights.copy() for name, weights in session.agent.weights().items()}
    while session.agent.n_updates < 20:
        session.step()
    after = session.agent.weights()
    return {
        "ready_s": round(ready_s, 2),
        "learned": any(not np.array_equal(before[name], after[name]) for name in after),
        "finite": all(bool(np.isfinite(weights).all()) for weights in after.values()),
        "steps_per_s": {name: round(_speed(name), 1) for name in ("fast", "tutorial")},
    }


def probe_torch() -> dict[str, Any]:
    """Import torch as the arithmetic of that name does; return what it says of itself."""
    cpp_runtime.load()
    began = time.perf_counter()
    import torch

    seconds = time.perf_counter() - began
    import playground.agents.nn.torch_mlp  # noqa: F401  sets it up

    return {
        "torch": str(torch.__version__),  # plain: whoever gets it must not need torch to read it
        "import_s": round(seconds, 2),
        "capability": torch.backends.cpu.get_cpu_capability(),
        "threads": torch.get_num_threads(),
        "autograd": _autograd_works(torch),
    }


def probe_video() -> dict[str, Any]:
    """Film an episode of a few steps; return the size of the video.

    Raises FilmError where it does not play.
    """
    import numpy as np

    import playground.engine.catalogue  # noqa: F401  enters the environments in their table
    from playground.engine.evaluation.recording import Recording
    from playground.envs.base import ENVIRONMENTS, State
    from playground.export.film import film, frame_count

    card = ENVIRONMENTS.get("CartPole-v1")
    states: list[State] = [(0.02 * n, 0.0, 0.01 * n, 0.0) for n in range(6)]
    actions = [1] * (len(states) - 1)
    recording = Recording(
        card.id,
        0,
        states,
        actions,
        [1.0] * len(actions),
        np.zeros((len(actions), 2), np.float32),
        terminated=False,
        truncated=True,
        environment_params=card.parameters(),
    )
    return {"bytes": len(film(recording, _nothing, _never)), "frames": frame_count(recording)}


def _session(preset: str) -> Any:
    from playground.engine.presets.catalogue import PRESETS
    from playground.engine.run.session import Session

    return Session(PRESETS.get(preset).settings().with_values({"seed": 1}))


def _autograd_works(torch: Any) -> bool:
    """Whether torch computes gradients: y = |w|^2 has the gradient 2 w."""
    with torch.inference_mode(False):
        w = torch.arange(4.0).requires_grad_()
        (w * w).sum().backward()
        return bool(torch.equal(w.grad, 2 * w.detach()))


def _speed(preset: str) -> float:
    """Return env steps per second of training, once there is something to learn from."""
    session = _session(preset)
    while session.agent.n_updates < 200:
        session.step()
    rates: list[float] = []
    end = time.perf_counter() + SPEED_S
    while (began := time.perf_counter()) < end:
        n_steps = session.n_steps
        while (now := time.perf_counter()) - began < _SLICE_S:
            session.step()
        rates.append((session.n_steps - n_steps) / (now - began))
    return statistics.median(rates)


def _drawn_by_qt(pair: str) -> bool:
    """Whether two characters are drawn, each as itself."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QFont, QImage, QPainter

    pictures = []
    for character in pair:
        image = QImage(48, 48, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        font = QFont()
        font.setPixelSize(32)
        painter.setFont(font)
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, character)
        painter.end()
        pictures.append(bytes(image.constBits()))
    return _are_glyphs(pictures)


def _drawn_by_pygame(pair: str) -> bool:
    from playground.envs.drawing.quiet_pygame import pygame
    from playground.envs.drawing.text import lettering

    return _are_glyphs([pygame.image.tobytes(lettering(character, 32, (0, 0, 0)), "RGBA") for character in pair])


def _are_glyphs(pictures: list[bytes]) -> bool:
    return len(set(pictures)) == len(pictures)  # two boxes are alike, and so are two blanks


def _nothing(done: int, total: int) -> None:
    pass


def _never() -> bool:
    return False
