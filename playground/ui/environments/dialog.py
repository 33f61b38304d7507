"""Dialog for adding an environment of one's own, or removing one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import _

WIDTH = 560
LIST_HEIGHT = 112


class AddEnvironmentDialog(QDialog):
    """A line to type an environment in, what came of it, and the list of those added."""

    add_requested = Signal(str)  # what was typed
    remove_requested = Signal(str)  # name of one in the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("add_environment_dialog")
        self.setWindowTitle(_("Add environment"))
        self.setMinimumWidth(WIDTH)
        self._is_busy = False
        self._name = QLineEdit()
        self._name.setObjectName("environment_name")
        self._name.setAccessibleName(_("Module and id of the environment"))
        self._name.setPlaceholderText("my_module:MyEnv-v0")
        self._add = QPushButton(_("Check and add"))
        self._add.setObjectName("environment_add")
        self._add.setAccessibleName(_("Check and add the environment"))
        self._add.setDefault(True)
        self._add.setProperty("role", "primary")
        self._message = _text("")
        self._message.setObjectName("environment_message")
        self._list = QListWidget()
        self._list.setObjectName("environment_list")
        self._list.setAccessibleName(_("Environments you added"))
        self._list.setMaximumHeight(LIST_HEIGHT)
        self._remove = QPushButton(_("Remove"))
        self._remove.setObjectName("environment_remove")
        self._remove.setAccessibleName(_("Remove the chosen environment"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("environment_close")
        close.setText(_("Close"))
        close.setAccessibleName(_("Close"))
        close.setAutoDefault(False)
        self._remove.setAutoDefault(False)
        self._place(buttons)
        self._name.textChanged.connect(self._enable_buttons)
        self._add.clicked.connect(self._on_add)
        self._list.currentRowChanged.connect(self._enable_buttons)
        self._remove.clicked.connect(self._on_remove)
        buttons.rejected.connect(self.reject)
        self._enable_buttons()

    def show_names(self, names: list[str]) -> None:
        """List these environments as the ones that were added."""
        self._list.clear()
        self._list.addItems(names)
        self._enable_buttons()

    def show_message(self, message: str, is_refusal: bool) -> None:
        """Show what came of adding or removing one; a refusal stands out."""
        self._message.setProperty("role", "refusal" if is_refusal else "")
        self._message.style().polish(self._message)
        self._message.setText(message)
        self._message.setMinimumHeight(max(0, self._message.heightForWidth(self._message.width())))
        self.adjustSize()  # to all of it, however much is said
        self._message.setAccessibleName(message)

    def set_busy(self, is_busy: bool) -> None:
        """Take nothing more while an environment is being tried out."""
        self._is_busy = is_busy
        self._enable_buttons()

    def _place(self, buttons: QDialogButtonBox) -> None:
        label = QLabel(_("Environment"))
        label.setBuddy(self._name)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._name, 1)
        row.addWidget(self._add)
        below = QHBoxLayout()
        below.addWidget(self._list, 1)
        below.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        warning = _text(
            _(
                "Its code runs on this computer, now and whenever it is chosen, and may do what you may do. Add only what you trust."
            )
        )
        warning.setObjectName("environment_warning")
        hint = _text(
            _(
                "Write the module that registers it and its id, as gymnasium.make() takes them, or the id alone of one that Gymnasium brings. Where Python does not find the module, write its folder too: /folder/my_module.py:MyEnv-v0. Its observations may be numbers (Box), choices (Discrete, MultiDiscrete) or a Tuple or Dict of them, its actions choices (Discrete) or numbers (Box)."
            )
        )
        hint.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for part in (hint, row, warning, self._message, QLabel(_("Added on this computer")), below, buttons):
            if isinstance(part, QWidget):
                layout.addWidget(part)
            else:
                layout.addLayout(part)

    def _on_add(self) -> None:
        self.add_requested.emit(self._name.text())

    def _on_remove(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.remove_requested.emit(item.text())

    def _enable_buttons(self) -> None:
        self._add.setEnabled(bool(self._name.text().strip()) and not self._is_busy)
        self._remove.setEnabled(self._list.currentItem() is not None and not self._is_busy)


def _text(text: str) -> QLabel:
    """Return a label for text that may come from anywhere: never rich text."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
