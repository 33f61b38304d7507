"""The form of the hyperparameters: the preset, and a row for every record of the algorithm."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from playground.hyper import Hyper, Value, changed, hypers
from playground.i18n import _
from playground.ui.hyper_field import Field
from playground.ui.hyper_preset import PresetBox
from playground.ui.hyper_row import HyperRow
from playground.ui.icons import Icons


class HyperPanel(QWidget):
    """Shows what the hyperparameters are and tells what a person makes of them; it changes no run itself.

    What a row shows, what waits for a Reset and how a held epsilon behaves stands in hyper_value.py. With `rest_later`
    the rows under "More" are built by `build_rest`, or when something first needs them.
    """

    value_edited = Signal(str, object, int)  # name, value, gesture: the values of one drag share a number above 0
    released = Signal(str)  # a held value follows its schedule again
    preset_chosen = Signal(str)

    def __init__(self, icons: Icons, *, rest_later: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hyper_panel")
        self._icons = icons
        self._gestures = itertools.count(1)
        self._params_class: Any = None
        self._fields: dict[str, Field] = {}
        self._rows: list[HyperRow] = []
        self._rest_later = rest_later
        self._rest: list[Hyper] = []  # records whose rows are not built yet
        self._given: tuple[dict[str, Value], dict[str, Value]] = {}, {}  # what set_params() was last given
        self._seen: tuple[dict[str, Value], set[str]] | None = None  # what show_values() was last given
        self._preset = PresetBox()
        self._preset.chosen.connect(self.preset_chosen)
        self._basic = _column()
        self._others = _column()
        self._more = QToolButton()
        self._more.setObjectName("hyper_more")
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.clicked.connect(self._on_more)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 8, 12)
        column.setSpacing(16)
        column.addWidget(self._preset)
        column.addWidget(self._basic)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._others)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("hyper_scroll")
        self._scroll.setAccessibleName(_("Hyperparameters"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)
        self.more_open = False

    def set_presets(self, names_and_texts: list[tuple[str, str]], current: str) -> None:
        """Offer these presets and show `current` as the chosen one."""
        self._preset.set_presets(names_and_texts, current)

    def set_params(self, params_class: Any, values: dict[str, Value], preset_values: dict[str, Value]) -> None:
        """Show these values: what the next Reset starts from. Rows are built anew for another algorithm only."""
        self._seen = None
        self._given = values, preset_values
        if params_class is not self._params_class:
            self._begin(params_class)
        for name, field in self._fields.items():
            field.restart(values[name], preset_values.get(name, field.record.default))
        for row in self._rows:
            row.clear_refusal()

    def build_rest(self) -> None:
        """Build the rows that were put off."""
        rest, self._rest = self._rest, []
        if rest:
            self._add(rest)

    def show_values(self, values: dict[str, Value], held: set[str]) -> None:
        """Show what the run uses now; for every tick, cheap when nothing changed. Emits nothing."""
        if self._seen == (values, held):
            return
        self.build_rest()
        self._seen = dict(values), set(held)
        for name, field in self._fields.items():
            if name in values:
                field.see(values[name], name in held)

    def values(self) -> dict[str, Value]:
        """Return what a Reset starts from: what the rows show, but a scheduled value's initial one."""
        self.build_rest()
        return {name: field.state.start for name, field in self._fields.items()}

    def pending(self) -> dict[str, Value]:
        """Return the values that were changed and that no run has used yet."""
        self.build_rest()
        return {name: field.state.start for name, field in self._fields.items() if field.state.pending}

    def show_error(self, name: str, message: str) -> None:
        """Say on the row of `name` why its newest value was not taken, and show the value that counts instead."""
        self.build_rest()
        row = next((row for row in self._rows for field in row.fields if field.record.name == name), None)
        if row is None:
            return
        self._seen = None
        self._fields[name].refuse()
        row.show_refusal(message)
        if not row.field.record.basic:
            self.more_open = True
        self._scroll.ensureWidgetVisible(row)

    @property
    def more_open(self) -> bool:
        """Whether all rows are shown, or only those to begin with."""
        return self._more_open

    @more_open.setter
    def more_open(self, is_open: bool) -> None:
        self._more_open = is_open
        if is_open:
            self.build_rest()
        self._others.setVisible(is_open)
        self._preset.show_full_text(is_open)
        self._more.setText(_("Fewer") if is_open else _("More"))
        self._more.setAccessibleName(_("Fewer hyperparameters") if is_open else _("More hyperparameters"))
        self._icons.put(self._more, "less" if is_open else "more")

    def _begin(self, params_class: Any) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        for field in self._fields.values():
            field.deleteLater()
        self._params_class, self._fields, self._rows = params_class, {}, []
        records = list(hypers(params_class))
        units = {record.unit_from for record in records if record.basic}
        first = [record for record in records if record.basic or record.name in units]
        self._rest = [record for record in records if record not in first]
        self._add(first)
        if not self._rest_later:
            self.build_rest()

    def _add(self, records: list[Hyper]) -> None:
        """Build fields and rows; a record that says the unit of another stands on the other's row."""
        values, preset_values = self._given
        for record in records:
            preset = preset_values.get(record.name, record.default)
            field = Field(record, values[record.name], preset, self._check, self._next_gesture, self)
            field.edited.connect(self._on_edited)
            field.released.connect(self._on_released)
            self._fields[record.name] = field
        units = {record.unit_from for record in records}
        for record in records:
            if record.name in units:
                continue
            row = HyperRow(self._fields[record.name], self._fields.get(record.unit_from), self._icons)
            (self._basic if record.basic else self._others).layout().addWidget(row)
            row.changed.connect(self._on_row_changed)
            self._rows.append(row)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        rows = sorted(self._rows, key=_comes_later)
        order: list[QWidget] = [self._preset.combo]
        for row in rows:
            if not row.field.record.basic and self._more not in order:
                order.append(self._more)
            order += row.controls()
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _next_gesture(self) -> int:
        return next(self._gestures)

    def _check(self, name: str, value: Value) -> None:
        """Raise HyperError when the values could not go together in the next run."""
        changed(self._params_class(), {**self.values(), name: value})

    def _on_edited(self, name: str, value: object, gesture: int) -> None:
        self._seen = None  # the next tick may bring back what it brought before
        self.value_edited.emit(name, value, gesture)

    def _on_released(self, name: str) -> None:
        self._seen = None
        self.released.emit(name)

    def _on_row_changed(self) -> None:
        self._preset.show_changed(any(field.state.changed for field in self._fields.values()))

    def _on_more(self) -> None:
        self.more_open = not self.more_open


def _column() -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    return column


def _comes_later(row: HyperRow) -> bool:
    return not row.field.record.basic
