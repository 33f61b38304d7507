"""Info.plist of the application: name, version, languages, kinds of files.

Keys as in Apple's Information Property List reference.
"""

from __future__ import annotations

from typing import Any

from file_kinds import KINDS, SHOWN_NAME, SHOWN_NAME_ZH, Kind

BUNDLE_ID = "org.rl-playground.playground"
OLDEST = "14.0"  # what the wheels of torch, NumPy and PyAV for Apple's processors are built for
DOCUMENT_ICON = "document.icns"


def info_plist(version: str) -> dict[str, Any]:
    """Return the entries of Info.plist beside those PyInstaller writes itself."""
    return {
        "CFBundleName": SHOWN_NAME,
        "CFBundleDisplayName": SHOWN_NAME,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "LSApplicationCategoryType": "public.app-category.education",
        "LSBackgroundOnly": False,  # PyInstaller says True of programs that can be used in a terminal
        "LSMinimumSystemVersion": OLDEST,
        "NSAppSleepDisabled": True,  # it trains while another window covers its own
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is dark
        "NSSupportsAutomaticTermination": False,  # it trains while no window is in front
        "CFBundleDocumentTypes": [_document_type(kind) for kind in KINDS],
        "UTExportedTypeDeclarations": [_type_declaration(kind) for kind in KINDS],
    }


def chinese_strings() -> str:
    """Return InfoPlist.strings, the Chinese texts of Info.plist."""
    words = {"CFBundleName": SHOWN_NAME_ZH, "CFBundleDisplayName": SHOWN_NAME_ZH}
    words |= {kind.title: kind.title_zh for kind in KINDS}
    return "".join(f'"{key}" = "{text}";\n' for key, text in words.items())


def _type_id(kind: Kind) -> str:
    return f"org.rl-playground.{kind.name}"


def _document_type(kind: Kind) -> dict[str, Any]:
    return {
        "CFBundleTypeName": kind.title,
        "CFBundleTypeRole": "Editor",
        "CFBundleTypeIconFile": DOCUMENT_ICON,
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [_type_id(kind)],
    }


def _type_declaration(kind: Kind) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": _type_id(kind),
        "UTTypeDescription": kind.title,
        "UTTypeIconFile": DOCUMENT_ICON,
        "UTTypeConformsTo": ["public.json" if kind.is_json else "public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": [kind.suffix], "public.mime-type": [kind.mime]},
    }
