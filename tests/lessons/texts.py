"""Lessons as people write them, and with what they get wrong."""

from __future__ import annotations

GOOD = """+++
format = 1
title = "How long it stays up"
seed = 3
[claim]
text = "Random actions last some twenty steps."
shows = 20
of = 20
+++

## Before it learns

Everything is chance. <b>No</b> HTML here.

```question
name = "first"
kind = "choice"
ask = "How long?"
answers = ["about 20", "about 400"]
holds = ["mean_return < 100", "mean_return >= 100"]
key = "about 20"
```

```run
anew = true
settings = { epsilon = 1.0 }
until = "episode >= 21"
at_most = 3000
remember = { at_first = "mean_return" }
```

```explain right
So it is.
```

```explain about 20
Twenty.
```

```explain
Anyway.
```

```python
print("shown as text, never run")
```

## Epsilon

```question
name = "later"
kind = "number"
ask = "Epsilon after 100 steps more?"
value = "epsilon"
within = 0.5
key = "0.5"
```

```run
until = "episode_step >= 1 and mean_return >= 0 * at_most"
at_most = 100
```

## By itself

```question
name = "where"
kind = "click"
ask = "Where are past transitions kept?"
right = "replay_buffer"
key = "replay_buffer"
scored = true
```

```check
holds = "at_first < 100"
says = "Begin again."
```

```hint
Look for D.
```
""".replace("episode_step >= 1 and mean_return >= 0 * at_most", "step >= 100000")


def changed(old: str, new: str) -> bytes:
    """Return the good lesson with one thing changed."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new).encode()
