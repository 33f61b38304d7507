"""Panel of hyperparameters: environment, algorithm, preset, and a row for each."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from playground.hyper import Value
from playground.i18n import _
from playground.ui.hyper.form import Cautions, HyperForm
from playground.ui.hyper.pair_box import PairBox
from playground.ui.hyper.preset_box import PresetBox
from playground.ui.hyper.row import HyperRow
from playground.ui.hyper.steady import SteadyScrollArea
from playground.ui.support.limits import NO_LIMITS, Limits
from playground.ui.theme.icons import Icons


class HyperPanel(QWidget):
    """Widget for what a run is made from; it changes no run itself.

    What a row shows, what waits for a Reset and how a held epsilon behaves stands in row_value.py. With `rest_later`
    the rows under "More" and those of the environment are built by `build_rest`, or when something first needs them.
    """

    value_edited = Signal(str, object, int)  # name, value, gesture: the values of one drag share a number above 0
    released = Signal(str)  # a held value follows its schedule again
    environment_edited = Signal(str, object, int)  # likewise, of a parameter of the environment
    preset_chosen = Signal(str)
    preset_kept = Signal()  # what the run began with, which is no preset, is chosen again

    def __init__(self, icons: Icons, *, rest_later: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hyper_panel")
        self._icons = icons
        self._limits = NO_LIMITS
        self._open_before = (False, False)  # the sections, before there were limits
        gestures = itertools.count(1)
        self._form = HyperForm(icons, gestures.__next__, "hyper", rest_later=rest_later, parent=self)
        self._environment = HyperForm(icons, gestures.__next__, "env", rest_later=rest_later, parent=self)
        self._form.value_edited.connect(self.value_edited)
        self._form.released.connect(self.released)
        self._environment.value_edited.connect(self.environment_edited)
        self.pair = PairBox()
        self._preset = PresetBox(icons)
        self._preset.chosen.connect(self.preset_chosen)
        self._preset.kept.connect(self.preset_kept)
        labels = [*self.pair.labels, self._preset.label]
        width = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setFixedWidth(width)  # so that the lists stand one under the other
        self._more = self._opener("hyper_more")
        self._more.clicked.connect(self._on_more)
        self._environment_more = self._opener("env_more")
        self._environment_more.clicked.connect(self._on_environment_more)
        self._environment_rows = QWidget()
        rows = QVBoxLayout(self._environment_rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self._environment.basic)
        rows.addWidget(self._environment.others)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 4, 12)  # the scroll bar has its room besides
        column.setSpacing(12)
        column.addWidget(self.pair)
        column.addSpacing(-8)
        column.addWidget(self._preset)
        column.addWidget(self._form.basic)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._form.others)
        column.addWidget(self._environment_more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._environment_rows)
        column.addStretch(1)
        self._scroll = SteadyScrollArea()
        self._scroll.setObjectName("hyper_scroll")
        self._scroll.setAccessibleName(_("Hyperparameters"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._content = content
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)
        for form in (self._form, self._environment):
            form.row_changed.connect(self._on_row_changed)
            form.rows_built.connect(self._set_tab_order)
        self.more_open = False
        self.environment_open = False

    def set_presets(self, names_and_texts: list[tuple[str, str]], current: str, *, own: str = "") -> None:
        """Offer these presets and show `current` as the chosen one.

        `own` are words for what the run began with, where that is none of them.
        """
        self._preset.set_presets(names_and_texts, current, own=own)

    def show_waiting(self, words: str, sentences: str) -> None:
        """Show what the run goes on with until a Reset begins what is chosen, or nothing."""
        self._preset.show_waiting(words, sentences)

    def set_params(
        self, params_class: Any, values: dict[str, Value], preset_values: dict[str, Value], *cautions: Cautions
    ) -> None:
        """Show these hyperparameters: what the next Reset starts from.

        `cautions` says what one should know of such values; left out, nothing.
        """
        self._form.set_params(params_class, values, preset_values, *cautions)

    def set_environment(self, params_class: Any, values: dict[str, Value], preset_values: dict[str, Value]) -> None:
        """Show these parameters of the environment; one that has none has no section."""
        self._environment.set_params(params_class, values, preset_values)
        self._show_openers()

    def take_over(self, other: HyperPanel) -> None:
        """Show what another panel shows, also what waits for a Reset there."""
        self._form.take_over(other._form)
        self._environment.take_over(other._environment)
        self._scroll.verticalScrollBar().setValue(other._scroll.verticalScrollBar().value())

    def sizeHint(self) -> QSize:
        return self._content.sizeHint() + QSize(16, 8)  # all rows, beside their scroll bar

    def set_limits(self, limits: Limits) -> None:
        """Show and let change what these limits allow, and no more."""
        if self._limits == NO_LIMITS:
            self._open_before = self._more_open, self._environment_open
        self._limits = limits
        for form in (self._form, self._environment):
            form.set_limits(limits)
        for box, names in ((self.pair, ("environment", "algorithm")), (self._preset, ("preset",))):
            box.setHidden(all(limits.hides(name) for name in names))
            box.setEnabled(not limits.locked)  # any of them would set anew what is locked
        self.more_open, self.environment_open = (True, True) if limits.shown else self._open_before
        self._show_openers()

    @property
    def is_empty(self) -> bool:
        """Whether the limits leave nothing to be seen."""
        forms = (self._form, self._environment)
        has_rows = any(form.has_rows(basic=basic) for form in forms for basic in (True, False))
        return not has_rows and self.pair.isHidden() and self._preset.isHidden()

    def _show_openers(self) -> None:
        """Show what opens a section where there is one and it is not open anyway."""
        is_free = not self._limits.shown
        self._more.setVisible(is_free and self._form.has_rows(basic=False))
        has_any = any(self._environment.has_rows(basic=basic) for basic in (True, False))
        self._environment_more.setVisible(is_free and has_any)
        self._environment_rows.setVisible(has_any and self._environment_open)

    def build_rest(self) -> None:
        """Build the rows that were put off."""
        self._form.build_rest()
        self._environment.build_rest()

    def show_values(self, values: dict[str, Value], held: set[str]) -> None:
        """Show the hyperparameters that the run uses now; cheap when nothing changed."""
        self._form.show_values(values, held)

    def show_environment(self, values: dict[str, Value]) -> None:
        """Show the parameters that the environment has now; cheap when nothing changed."""
        self._environment.show_values(values, set())

    def values(self) -> dict[str, Value]:
        """Return the hyperparameters that a Reset starts from.

        Of a scheduled one it is the initial value.
        """
        return self._form.values()

    def environment_values(self) -> dict[str, Value]:
        """Return the parameters of the environment that a Reset starts from."""
        return self._environment.values()

    def pending(self) -> dict[str, Value]:
        """Return the hyperparameters that were changed and that no run has used yet."""
        return self._form.pending()

    def show_error(self, name: str, message: str) -> None:
        """Show on the row of a hyperparameter why its newest value was not taken."""
        row = self._form.show_error(name, message)
        if row is not None:
            self.more_open = self.more_open or not row.field.record.basic
            self._bring_into_view(row)

    def show_environment_error(self, name: str, message: str) -> None:
        """Show on the row of an environment's parameter why its value was not taken."""
        row = self._environment.show_error(name, message)
        if row is not None:
            self.environment_open = True
            self._bring_into_view(row)

    @property
    def more_open(self) -> bool:
        """Whether all rows are shown, or only those to begin with."""
        return self._more_open

    @more_open.setter
    def more_open(self, is_open: bool) -> None:
        self._more_open = is_open
        if is_open:
            self._form.build_rest()
        self._form.others.setVisible(is_open)
        self._more.setText(_("Fewer") if is_open else _("More"))
        self._more.setAccessibleName(_("Fewer hyperparameters") if is_open else _("More hyperparameters"))
        self._icons.put(self._more, "less" if is_open else "more")

    @property
    def environment_open(self) -> bool:
        """Whether the parameters of the environment are shown."""
        return self._environment_open

    @environment_open.setter
    def environment_open(self, is_open: bool) -> None:
        self._environment_open = is_open
        if is_open:
            self._environment.build_rest()
        has_any = any(self._environment.has_rows(basic=basic) for basic in (True, False))
        self._environment_rows.setVisible(is_open and has_any)
        self._environment_more.setText(_("Environment"))
        self._environment_more.setToolTip(_("What can be set about the environment, also while training runs."))
        self._environment_more.setAccessibleName(
            _("Hide the environment's parameters") if is_open else _("Show the environment's parameters")
        )
        self._icons.put(self._environment_more, "less" if is_open else "more")

    def _opener(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _bring_into_view(self, row: HyperRow) -> None:
        self._scroll.ensureWidgetVisible(row)

    def _set_tab_order(self) -> None:
        order: list[QWidget] = [*self.pair.controls, self._preset.combo, self._preset.more]
        for row in self._form.ordered_rows():
            if not row.field.record.basic and self._more not in order:
                order.append(self._more)
            order += row.controls()
        order.append(self._environment_more)
        for row in self._environment.ordered_rows():
            order += row.controls()
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _on_row_changed(self) -> None:
        self._preset.show_changed(self._form.is_changed or self._environment.is_changed)

    def _on_more(self) -> None:
        self.more_open = not self.more_open

    def _on_environment_more(self) -> None:
        self.environment_open = not self.environment_open
