"""Preparation of the kernels in the thread that trains, told to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.agents.nn.backend import let_numbers_run_away
from playground.arithmetic.prepare import prepare, prepare_first
from playground.engine.presets.catalogue import DEFAULT_PRESET
from playground.engine.run.settings import Settings
from playground.errors import CancelledError
from playground.ui.trainer import messages
from playground.ui.trainer.inbox import Inbox

# What the run calls that the window opens with. On the very first start these are compiled before all others, and the
# run can begin while the rest is compiled. Those that others hold come first, so that they are compiled once.
FIRST_RUN = (
    "products.add_product",
    "products.transpose",
    "products.add_row_sums",
    "networks.forward_one",
    "networks.backward",
    "networks.forward",
    "minibatch.gather",
    "motions.cart_moved",
    "motions.move_carts",
    "q_learning.bellman_targets",
    "q_learning.spread_slopes",
    "q_learning.taken",
    "optimizers.adam",
    "minibatch.draw_places",
    "minibatch.choices",
    "losses.squared",
    "sums.largest",
    "sums.mean",
    "sums.norm",
)


def prepare_kernels(
    inbox: Inbox, show: Callable[..., Any], say: Callable[[str, str], Any], begins_with: Settings | None = None
) -> bool:
    """Prepare this thread; where something has to be compiled, `show` how far it is.

    It waits for all kernels, or where the window `begins_with` these settings for those that they need. `say` is called with what somebody should know of it, if anything. Returns whether it is prepared: a window that
    closes waits for no compiler.
    """

    def on_progress(n_done: int, n_all: int, n_new: int) -> None:
        if inbox.holds((messages.Close,)):
            raise CancelledError
        if n_new:
            show(compiling=(n_done, n_all))

    try:
        is_first_run = begins_with is not None and begins_with.preset == DEFAULT_PRESET
        prepared = prepare_first(FIRST_RUN, on_progress) if is_first_run else prepare(on_progress)
    except CancelledError:
        return False
    let_numbers_run_away()
    if prepared.problem is not None:
        say("", str(prepared.problem))
    return True
