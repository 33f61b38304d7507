"""Rendering of a page for teachers: `page.py IN.md OUT.html`.

It turns Markdown into one HTML file that needs no network. Run by the Python of the build environment: Qt reads the
Markdown. What Qt says of looks is taken out again; the page has its own, made for paper too.
"""

from __future__ import annotations

import html
import os
import re
import sys
from pathlib import Path

LOOKS = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #1a1a1a;
  background: #fff; max-width: 50em; margin: 2em auto; padding: 0 1.5em }
h1 { font-size: 1.8em } h2 { margin-top: 1.8em; border-bottom: 1px solid #ccc; break-after: avoid }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #ccc; padding: .4em .6em; vertical-align: top;
  text-align: left } th { background: #f3f3f3 } th p, td p, li p { margin: 0 } tr, li, pre { break-inside: avoid }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .92em; background: #f3f3f3 }
code { padding: .1em .3em } pre { padding: .6em 1em; white-space: pre-wrap; margin: 0 }
li { margin: .25em 0 } li.unchecked { list-style: "\\2610\\00a0\\00a0" }
@media print { body { font-size: 11pt; margin: 0; max-width: none } }
"""


def page(markdown: str, language: str) -> str:
    """Return `markdown` as a whole page in `language`, such as zh-CN."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if windows := os.environ.get("WINDIR"):  # where Qt without a screen finds no fonts by itself
        os.environ.setdefault("QT_QPA_FONTDIR", os.path.join(windows, "Fonts"))
    from PySide6.QtGui import QGuiApplication, QTextDocument

    application = QGuiApplication.instance() or QGuiApplication([])  # fonts need one
    document = QTextDocument()
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    body = document.toHtml()
    del application
    body = body[body.index("<body") : body.index("</body>")].partition(">")[2]
    body = re.sub(r'<span style="[^"]*monospace[^"]*">(.*?)</span>', r"<code>\1</code>", body, flags=re.DOTALL)
    body = re.sub(
        r'<span style="[^"]*font-weight:[67]00[^"]*">(.*?)</span>', r"<strong>\1</strong>", body, flags=re.DOTALL
    )
    body = re.sub(r"</?span[^>]*>", "", body)
    body = re.sub(r' (?:style|align|border|cellspacing|cellpadding|width|bgcolor|type|valign)="[^"]*"', "", body)
    body = re.sub(r"<(h\d|pre)[^>]*>(.*?)</\1>", _plain, body, flags=re.DOTALL)
    body = body.replace("</pre>\n<pre>", "\n")  # Qt makes one of each line
    body = re.sub(r"(?<=<table>\n)<tr>.*?</tr>", _head, body, flags=re.DOTALL)
    title = next(line[2:] for line in markdown.splitlines() if line.startswith("# "))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light">\n'
        f"<title>{html.escape(title)}</title>\n<style>{LOOKS}</style>\n</head>\n<body>\n{body.strip()}\n</body>\n</html>\n"
    )


def _plain(found: re.Match[str]) -> str:
    """Return a heading or a line of code without marks inside.

    Its own looks are enough.
    """
    return f"<{found[1]}>{re.sub('</?(code|strong)>', '', found[2])}</{found[1]}>"


def _head(found: re.Match[str]) -> str:
    """Return the first row of a table as its head; Qt makes bold cells of it."""
    return re.sub("</?strong>", "", found[0]).replace("<td>", "<th>").replace("</td>", "</th>")


def main(words: list[str]) -> int:
    """Render the page named by `words`."""
    source, made = Path(words[0]), Path(words[1])
    language = "zh-CN" if source.stem.endswith("-zh") else "en"
    made.write_text(page(source.read_text(encoding="utf-8"), language), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
