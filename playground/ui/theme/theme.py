"""Theme of the window: light or dark, its palette, style sheet and fonts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from playground.envs.scene import Palette
from playground.ui.theme.palette import DARK, LIGHT, ThemeColours, scene_palette
from playground.ui.theme.style_sheet import style_sheet

CHOICES = ("system", "light", "dark")


class Theme(QObject):
    """Light or dark, as the person chose or the system says.

    Make one when the application exists, `apply()` it, and give it to whatever paints. `changed` is emitted after the
    application has the new colours.
    """

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: QApplication | None = None
        self._choice = choice
        self._hints = QGuiApplication.styleHints()
        self.tokens = self._wanted()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """Return "system", "light" or "dark"."""
        return self._choice

    @property
    def is_dark(self) -> bool:
        """Return whether the dark colours are in use."""
        return self.tokens is DARK

    def scene_palette(self) -> Palette:
        """Return the colours for the painter of an environment."""
        return scene_palette(self.tokens)

    def set_choice(self, choice: str) -> None:
        """Use "light" or "dark" from now on, or follow the "system" again."""
        if choice not in CHOICES:
            raise ValueError(f"no such theme: {choice}")
        self._choice = choice
        self._set_system_scheme()
        self._refresh()

    def apply(self, app: QApplication) -> None:
        """Give `app` Fusion as its base style, and the palette and style sheet."""
        self._app = app
        app.setStyle(QStyleFactory.create("Fusion"))
        self._set_system_scheme()
        self._apply_colours()

    def _wanted(self) -> ThemeColours:
        if self._choice == "system":
            return DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _set_system_scheme(self) -> None:
        # So that title bars and the system's own dialogs follow an explicit choice.
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        if self._choice in schemes:
            self._hints.setColorScheme(schemes[self._choice])
        else:
            self._hints.unsetColorScheme()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self.tokens:
            self.tokens = wanted
            self._apply_colours()
            self.changed.emit()

    def _apply_colours(self) -> None:
        if self._app is not None:
            self._app.setPalette(qt_palette(self.tokens))
            self._app.setStyleSheet(style_sheet(self.tokens))

    def _on_system_changed(self) -> None:
        self._refresh()


def qt_palette(tokens: ThemeColours) -> QPalette:
    """Return the tokens as Qt's colour roles.

    They are for everything that the style sheet does not name.
    """
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.disabled,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Light: tokens.hover,
        role.Midlight: tokens.raised,
        role.Mid: tokens.line,
        role.Dark: tokens.border,
        role.Shadow: tokens.line,
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.raised))
    return palette


def label_font() -> QFont:
    """Return the font of labels and running text: the system's own."""
    return QFont(QApplication.font())


def numbers_font() -> QFont:
    """Return the font of numbers: digits of one width.

    So numbers do not jump about as they change.
    """
    font = label_font()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def title_font() -> QFont:
    """Return the font of the titles of panels and groups."""
    font = label_font()
    font.setWeight(QFont.Weight.DemiBold)
    return font
