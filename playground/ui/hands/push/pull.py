"""Pull: how hard a push becomes by how far the mouse pulls.

It is as with a slingshot. Numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass

from playground.envs.drawing.grip import Grip, Point

LEAST_PX = 6.0  # of a pull; less is a click
SHARE = 0.3  # of the smaller side of the view, for the hardest push
_FINENESS = 100  # pushes of different size to either side


@dataclass(frozen=True)
class Pull:
    """A pull that began on a body.

    The push goes the other way, along the way that the body can go.
    """

    began: Point  # where the mouse was, in pixels of the view
    along: Point  # of length 1: where a push goes that adds, as the body stood then
    most: float  # the hardest push
    room: float  # px, the smaller side of the view

    def share_at(self, place: Point) -> float:
        """Return the push for the mouse at a place, as a share of the hardest."""
        x, y = place[0] - self.began[0], place[1] - self.began[1]
        if x * x + y * y < LEAST_PX * LEAST_PX:
            return 0.0
        share = -(x * self.along[0] + y * self.along[1]) / (SHARE * self.room)
        return round(min(max(share, -1.0), 1.0) * _FINENESS) / _FINENESS

    def change_at(self, place: Point) -> float:
        """Return the change of the velocity for the mouse at a place.

        0 is no push.
        """
        return self.share_at(place) * self.most


def arrow_tip(body: Grip, share: float, room: float) -> Point:
    """Return where the arrow ends that begins at a body: it is as long as the pull."""
    assert body.pushed_at is not None
    (x, y), (along_x, along_y) = body.pushed_at, body.pushed_along
    length = share * SHARE * room
    return x + length * along_x, y + length * along_y
