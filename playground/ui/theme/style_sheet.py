"""Style sheet of the window, made from the tokens.

A widget takes a part by a property: role = "panel" or "card", "title", "heading", "reading", "muted", "badge" (with kind = "pending" or
none), "refusal", "rule", "small", "toggle", "fold" or "primary" (buttons), or "notice" (with kind = "info", "warning" or "error").
Lengths lie on a grid of 8 pixels and its halves.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from playground.resources import resource_folder
from playground.ui.theme.palette import ThemeColours, mixed

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 6px 8px; }

/* Parts of the window */
*[role="panel"], *[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
*[role="title"] { color: $text; font-weight: 600; }
*[role="heading"] { color: $text; font-weight: 600; font-size: 17px; }
QTextBrowser[role="reading"], QTextBrowser[role="reading"]:focus { background: transparent; border: none; padding: 0; }
*[role="muted"] { color: $muted; }
*[role="badge"] { color: $muted; background: $raised; border-radius: 4px; padding: 1px 6px; }
*[role="badge"][kind="pending"] { color: $accent_text; background: $accent_soft; }
*[role="refusal"] { color: $warning_text; }
QLabel[floats="true"] { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 4px 8px; }
*[role="notice"] { background: $raised; border: 1px solid $border; border-left: 4px solid $accent; border-radius: 6px; }
*[role="notice"][kind="warning"] { border-left-color: $change; }
*[role="notice"][kind="error"] { border-left-color: $error_text; }
QMainWindow::separator { background: $ground; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: $accent_soft; }
QSplitter::handle { background: $ground; }
QSplitter::handle:hover { background: $accent_soft; }
QDockWidget { color: $text; font-weight: 600; titlebar-close-icon: url("$icons/close-$name.svg");
    titlebar-normal-icon: url("$icons/undock-$name.svg"); }
QDockWidget::title { background: $ground; padding: 8px 8px 6px 8px; text-align: left; }
QDockWidget::close-button, QDockWidget::float-button { border: none; border-radius: 4px; padding: 0; icon-size: 14px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: $hover; }
QGroupBox { border: none; margin-top: 28px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 4px 0; color: $text; }
QToolBar { background: $ground; border: none; border-bottom: 1px solid $line; padding: 4px 8px; spacing: 4px;
    qproperty-iconSize: 20px 20px; }
QFrame[role="rule"] { background: $line; min-width: 1px; max-width: 1px; margin: 4px 8px; }
QStatusBar { background: $ground; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea > QWidget > QWidget#plots { background: $panel; }

/* Menus */
QMenuBar { background: $ground; color: $text; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:disabled { color: $disabled; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::right-arrow { image: url("$icons/right-$name.svg"); width: 14px; height: 14px; padding-right: 4px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; border-radius: 3px; }
QMenu::indicator:checked { background: $accent; image: url("$icons/check.svg"); }

/* Buttons */
QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 5px 14px;
    min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $accent_soft; border-color: $accent; }
/* not :default, which moves to whichever button of a dialog has the keys: that one has the ring alone */
QPushButton[role="primary"], QFileDialog QPushButton:default { background: $accent; color: $on_accent;
    border-color: $accent; }
QPushButton[role="primary"]:hover, QFileDialog QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:disabled, QPushButton[role="primary"]:disabled { color: $disabled; background: $raised;
    border-color: $line; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 13px; }
QPushButton[role="primary"]:focus, QFileDialog QPushButton:default:focus { border-color: $text; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 5px 7px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_soft; border-color: $accent; }
QToolButton:disabled { color: $disabled; background: transparent; }
QToolButton:focus { border: 2px solid $focus; padding: 4px 6px; }
QToolButton[role="small"] { padding: 1px 5px; }
QToolButton[role="small"]:focus { padding: 0 4px; }
QToolButton[role="toggle"] { padding: 1px 7px; border-color: $border; }
QToolButton[role="toggle"]:checked { border-color: $accent; }
QToolButton[role="toggle"]:focus { padding: 0 6px; border-color: $focus; }
QToolButton[role="fold"] { padding: 1px 5px 1px 1px; color: $muted; }
QToolButton[role="fold"]:checked { background: transparent; border-color: transparent; color: $text; }
QToolButton[role="fold"]:focus { padding: 0 4px 0 0; border-color: $focus; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton[role="menu"] { padding-right: 20px; }
QToolButton[role="menu"]:focus { padding-right: 19px; }
QToolButton[role="small"][popupMode="2"] { padding-right: 18px; }
QToolButton[popupMode="1"]:focus { padding-right: 19px; }
QToolButton[role="small"][popupMode="2"]:focus { padding-right: 17px; }
QToolButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; right: 2px; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-arrow, QToolButton::menu-indicator { image: url("$icons/down-$name.svg"); width: 12px; height: 12px; }

/* Where something is typed or chosen */
QLineEdit { placeholder-text-color: $disabled; }
QLineEdit, QAbstractSpinBox, QComboBox { background: $field; color: $text; border: 1px solid $border;
    border-radius: 6px; padding: 3px 8px; min-height: 20px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $muted; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $focus; padding: 2px 7px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $disabled; background: $ground;
    border-color: $line; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"] { border: 2px solid $error_text; padding: 2px 7px; }
/* Qt gives the text of a spin box no padding on its left */
QAbstractSpinBox { qproperty-alignment: "AlignRight | AlignVCenter"; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: none;
    border-top-right-radius: 6px; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 20px;
    border: none; border-bottom-right-radius: 6px; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed { background: $pressed; }
QAbstractSpinBox::up-arrow { image: url("$icons/up-$name.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down-$name.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url("$icons/up-off-$name.svg"); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url("$icons/down-off-$name.svg"); }
QComboBox { padding-right: 24px; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none; }
QComboBox::down-arrow { image: url("$icons/down-$name.svg"); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url("$icons/down-off-$name.svg"); }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: $panel; color: $text; border-radius: 0;
    border: 1px solid $border; padding: 2px; selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QComboBox QAbstractItemView::item { padding: 4px 8px; }
QComboBox QAbstractItemView::item:selected { color: $text; background: $accent_soft; }
QListView#name_list, QListView#name_list:focus { background: $panel; color: $text; border: 1px solid $border;
    border-radius: 0; padding: 2px; outline: none; } /* 3 px at each edge: Qt's completer has no room for more */
QListView#name_list::item { padding: 4px; }
QListView#name_list::item:selected { color: $text; background: $accent_soft; }
QPlainTextEdit, QTextEdit, QAbstractItemView { background: $field; color: $text; border: 1px solid $line;
    padding: 1px; border-radius: 6px; selection-background-color: $accent_soft; selection-color: $text; }
QPlainTextEdit:focus, QTextEdit:focus, QAbstractItemView:focus { border: 2px solid $focus; padding: 0; }
QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractItemView:disabled { color: $disabled; background: $ground;
    border-color: $line; }
QListWidget { outline: none; }
QListWidget::item { padding: 4px; border: none; }
QListWidget::item:selected { color: $text; background: $accent_soft; }
QListWidget::item:disabled { color: $disabled; }
QListWidget::item:selected:disabled { background: $raised; }
QTableView#class_folder_table::item, QTableView#robustness_table::item { padding: 0 8px; }
QTableView#class_folder_table::item:selected, QTableView#robustness_table::item:selected { color: $text;
    background: $accent_soft; }
QTableView#class_folder_table QHeaderView, QTableView#robustness_table QHeaderView { border: none; border-radius: 0; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 4px 8px; }

/* Sliders */
QSlider { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $groove; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border: 1px solid $handle_edge;
    border-radius: 8px; background: $accent; }
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:focus { width: 14px; height: 14px; margin: -8px 0; border: 3px solid $focus;
    border-radius: 10px; background: $panel; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { background: $border; }

/* Ticks and dots */
QCheckBox, QRadioButton { color: $text; spacing: 8px; padding: 2px; border: 2px solid transparent;
    border-radius: 4px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QListWidget::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $border;
    background: $field; }
QCheckBox::indicator, QListWidget::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QListWidget::indicator:hover, QRadioButton::indicator:hover { border-color: $muted; }
QCheckBox::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/check.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$icons/dash.svg"); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; }
QCheckBox::indicator:checked:disabled, QListWidget::indicator:checked:disabled { background: $border; border-color: $border; }
QRadioButton::indicator:checked:disabled { border-color: $border; }

/* Progress, tabs, scroll bars */
QProgressBar { background: $raised; color: $text; border: 1px solid $line; border-radius: 6px; text-align: center;
    min-height: 16px; }
QProgressBar::chunk { background: $accent_soft; border-radius: 5px; }
QProgressBar[role="slim"] { background: $line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar[role="slim"]::chunk { background: $accent; border-radius: 3px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabWidget::right-corner { bottom: 5px; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:disabled { color: $disabled; border-bottom-color: transparent; }
QTabBar::tab:focus { border: 2px solid $focus; padding: 4px 10px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $guide; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $border; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: ThemeColours) -> str:
    """Return the Qt style sheet in the colours of `tokens`."""
    return _SHEET.substitute(
        asdict(tokens),
        icons=(resource_folder() / "icons" / "controls").as_posix(),
        accent_hover=mixed(tokens.accent, "#000000", 0.15),
        accent_pressed=mixed(tokens.accent, "#000000", 0.3),
        groove=mixed(tokens.panel, tokens.border, 0.45),
        handle_edge=tokens.panel,
    )
