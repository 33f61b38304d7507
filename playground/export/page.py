"""A web page with everything inside: the video, its return, seed and policy."""

from __future__ import annotations

import base64
from html import escape

from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.recording import Recording
from playground.engine.evaluation.result import rounded
from playground.i18n import _, spoken_language, with_minus
from playground.store.safe.sanitize import plain

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; media-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ground: #F7F7F4; --panel: #FFFFFF; --text: #1B1D22; --muted: #4F545E; --line: #DEDFDA; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ground: #16181D; --panel: #1E2128; --text: #E6E8EC; --muted: #B3B8C2; --line: #2F343E; }}
}}
body {{ margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }}
main {{ max-width: {width}px; margin: 0 auto; padding: 32px 16px; }}
h1 {{ margin: 0 0 16px; font-size: 1.375rem; font-weight: 600; overflow-wrap: anywhere; }}
video {{ display: block; box-sizing: border-box; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px; background: #FFFFFF; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 24px 0 0; padding: 16px;
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }}
dt {{ color: var(--muted); }}
dd {{ margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<video controls autoplay muted loop playsinline width="{width}" height="{height}" aria-label="{label}"
  src="data:video/mp4;base64,{video}"></video>
<dl>
{rows}
</dl>
</main>
</body>
</html>
"""


def page(policy: Policy, recording: Recording, video: bytes, size: tuple[int, int]) -> bytes:
    """Return the page.

    It loads nothing from elsewhere and runs nothing, and says so to the browser.
    """
    title = policy.title or _("{algorithm} on {environment}").format(
        algorithm=_(policy.settings.learner.title), environment=recording.environment
    )
    return page_with(title, _("Video of the episode"), _rows(policy, recording), video, size)


def page_with(title: str, label: str, rows: list[tuple[str, str]], video: bytes, size: tuple[int, int]) -> bytes:
    """Return a page with a video that is called `label`, and a table below it.

    `rows` have words and what they stand for.
    """
    return _PAGE.format(
        title=_safe(title),
        label=_safe(label),
        rows="\n".join(f"<dt>{_safe(word)}</dt><dd>{_safe(with_minus(text))}</dd>" for word, text in rows),
        width=size[0],
        height=size[1],
        language=spoken_language().replace("_", "-"),
        video=base64.b64encode(video).decode("ascii"),
    ).encode("utf-8")


def _rows(policy: Policy, recording: Recording) -> list[tuple[str, str]]:
    settings, evaluation = policy.settings, policy.evaluation
    trained = _("{steps} steps, {episodes} episodes").format(steps=policy.step, episodes=policy.n_episodes)
    rows = [
        (_("Return of this episode"), f"{recording.total:g}"),
        (_("Steps"), str(len(recording))),
        (_("Seed of this episode"), str(recording.seed)),
        *((_("Pushed at step"), str(step)) for step, _change in recording.pushes),
        (_("Environment"), recording.environment),
        (_("Algorithm"), _(settings.learner.title)),
        (_(settings.learner.body), " – ".join(map(str, policy.layer_sizes))),
        (_("Trained for"), trained),
        (_("Seed of the run"), str(settings.params.seed)),
    ]
    if settings.preset:
        rows.append((_("Preset"), settings.preset))
    if evaluation is not None:
        mean, std = rounded(evaluation.mean), rounded(evaluation.std, evaluation.mean)
        text = _("mean return {mean} ± {std} over {n} fresh episodes")
        rows.append((_("Evaluation"), text.format(mean=mean, std=std, n=len(evaluation.returns))))
    return [*rows, (_("Policy made"), policy.created.replace("T", " "))]


def _safe(text: str) -> str:
    return escape(plain(text, 200))
