"""Report of an examination: as text, as a web page or as JSON."""

from __future__ import annotations

from html import escape
from typing import Any

from playground.cli.text_width import columns, padded, wrapped
from playground.i18n import N_, _, spoken_language
from playground.readiness.check_result import CheckResult, Verdict
from playground.readiness.doctor import CHECKS, Check, Examination, conclusion
from playground.readiness.facts.fact import FACTS
from playground.store.safe.sanitize import plain

_WIDTH = 100  # columns of the text
_FACTS_TITLE = N_("About this computer")

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ground: #F7F7F4; --panel: #FFFFFF; --text: #1B1D22; --muted: #4F545E;
  --line: #DEDFDA; --ready: #00664B; --limit: #8A5A00; --fails: #A93226; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ground: #16181D; --panel: #1E2128; --text: #E6E8EC; --muted: #B3B8C2; --line: #2F343E;
    --ready: #4CC9A0; --limit: #F0B84A; --fails: #F08A80; }}
}}
body {{ margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }}
main {{ max-width: 880px; margin: 0 auto; padding: 32px 16px; }}
h1 {{ margin: 0; font-size: 1.375rem; font-weight: 600; overflow-wrap: anywhere; }}
h2 {{ margin: 24px 0 8px; font-size: 1rem; font-weight: 600; }}
p {{ margin: 4px 0; color: var(--muted); overflow-wrap: anywhere; }}
p.conclusion {{ margin: 16px 0; font-weight: 600; }}
table {{ width: 100%; border-collapse: collapse; background: var(--panel); border: 1px solid var(--line); }}
th, td {{ padding: 8px 12px; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }}
th {{ font-weight: 600; white-space: nowrap; }}
td {{ overflow-wrap: anywhere; }}
.ready {{ color: var(--ready); }} .limit {{ color: var(--limit); }} .fails {{ color: var(--fails); }}
details {{ margin-top: 16px; color: var(--muted); }}
pre {{ overflow-x: auto; font-size: 0.8125rem; }}
td.verdict {{ white-space: nowrap; font-weight: 600; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{about}
<p class="conclusion {verdict}">{conclusion}</p>
<table>
{rows}
</table>
{facts}
{details}
</main>
</body>
</html>
"""


def title_of(examination: Examination) -> str:
    """Return the title of the report.

    It tells one from another: thirty of them lie in one folder.
    """
    return _("RL Playground on {computer}").format(computer=plain(examination.computer, 100))


def about(examination: Examination) -> list[str]:
    """Return the lines that say when it was made, and of what computer."""
    return [
        _("Checked on {moment}, version {version} of the program").format(
            moment=examination.moment.strftime("%Y-%m-%d %H:%M"), version=examination.program
        ),
        plain(
            _("{system}; {processor}, {n} cores").format(
                system=examination.system, processor=examination.processor, n=examination.n_cores
            ),
            200,
        ),
    ]


def line_of(check: Check, finding: CheckResult) -> str:
    """Return one check in a few lines of text, with what to do about it."""
    wide = max(columns(_(other.title)) for other in CHECKS) + 2
    wide_verdict = max(columns(str(verdict.text)) for verdict in Verdict) + 2
    indent = " " * (2 + wide + wide_verdict)
    texts = [str(finding.text)]
    if finding.advice is not None:
        texts.append(_("What to do: {advice}").format(advice=finding.advice))
    lines = [line for text in texts for line in wrapped(plain(text, 1000), _WIDTH, indent)]
    head = "  " + padded(_(check.title), wide) + padded(str(finding.verdict.text), wide_verdict)
    return "\n".join([head + lines[0].lstrip(), *lines[1:]])


def as_text(examination: Examination) -> str:
    """Return the whole report."""
    checked = [line_of(check, finding) for check, finding in _found(examination)]
    parts = [title_of(examination), *about(examination), "", *checked, "", str(conclusion(examination.verdict))]
    if examination.facts:
        parts += ["", _(_FACTS_TITLE), "", *_fact_lines(examination)]
    details = _details(examination)
    if details:
        parts += ["", _("Details, for whoever mends it:"), "", details]
    return "\n".join(parts) + "\n"


def as_page(examination: Examination) -> str:
    """Return the report as one page that loads nothing and runs nothing."""
    rows = []
    for check, finding in _found(examination):
        advice = ""
        if finding.advice is not None:
            advice = f"<p>{_safe(_('What to do: {advice}').format(advice=finding.advice))}</p>"
        verdict = f'<td class="verdict {finding.verdict.value}">{_safe(str(finding.verdict.text))}</td>'
        rows.append(f"<tr><th>{_safe(_(check.title))}</th>{verdict}<td>{_safe(str(finding.text))}{advice}</td></tr>")
    return _PAGE.format(
        language=spoken_language().replace("_", "-"),
        title=_safe(title_of(examination)),
        about="\n".join(f"<p>{_safe(line)}</p>" for line in about(examination)),
        rows="\n".join(rows),
        facts=_fact_table(examination),
        details=_folded(_details(examination)),
        verdict=examination.verdict.value,
        conclusion=_safe(str(conclusion(examination.verdict))),
    )


def as_json(examination: Examination) -> dict[str, Any]:
    """Return the report for programs, in English."""
    return {
        "verdict": examination.verdict.value,
        "computer": examination.computer,
        "moment": examination.moment.isoformat(timespec="seconds"),
        "system": examination.system,
        "processor": examination.processor,
        "cores": examination.n_cores,
        "version": examination.program,
        "checks": [
            {
                "name": check.name,
                "verdict": finding.verdict.value,
                "text": finding.text.english(),
                "advice": finding.advice and finding.advice.english(),
                "values": finding.values,
            }
            for check, finding in _found(examination)
        ],
        "facts": {name: fact.english() for name, fact in examination.facts.items()},
    }


def _found(examination: Examination) -> list[tuple[Check, CheckResult]]:
    return [(check, examination.findings[check.name]) for check in CHECKS if check.name in examination.findings]


def _facts(examination: Examination) -> list[tuple[str, str]]:
    """Return title and text of each fact."""
    return [(_(fact.title), str(examination.facts[fact.name])) for fact in FACTS if fact.name in examination.facts]


def _fact_lines(examination: Examination) -> list[str]:
    wide = max(columns(_(fact.title)) for fact in FACTS) + 2
    lines = []
    for title, text in _facts(examination):
        first, *more = wrapped(plain(text, 1000), _WIDTH, " " * (2 + wide))
        lines += ["  " + padded(title, wide) + first.lstrip(), *more]
    return lines


def _fact_table(examination: Examination) -> str:
    if not examination.facts:
        return ""
    rows = "\n".join(f"<tr><th>{_safe(title)}</th><td>{_safe(text)}</td></tr>" for title, text in _facts(examination))
    return f"<h2>{_safe(_(_FACTS_TITLE))}</h2>\n<table>\n{rows}\n</table>"


def _details(examination: Examination) -> str:
    """Return the details of unexpected errors.

    They are English, for they come from the program itself.
    """
    details = [(check.name, finding.values.get("details")) for check, finding in _found(examination)]
    return "\n\n".join(
        f"{name}:\n" + "\n".join(plain(line, 500) for line in text.splitlines()) for name, text in details if text
    )


def _folded(details: str) -> str:
    if not details:
        return ""
    return f"<details><summary>{_safe(_('Details, for whoever mends it:'))}</summary><pre>{escape(details)}</pre></details>"


def _safe(text: str) -> str:
    return escape(plain(text, 1000))
