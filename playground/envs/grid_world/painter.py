"""Painter of the grid world.

It draws with pygame on any surface of 32 bits per pixel: a frame is some blits (prerendered.py).
"""

from __future__ import annotations

from functools import lru_cache

from playground.envs.drawing.ghosts import draw_ring
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.grid_world.captions import GridWorldCaptions
from playground.envs.grid_world.map import GOAL, cell_of, kind
from playground.envs.grid_world.numbered_maze import NumberedMaze
from playground.envs.grid_world.prerendered import GridPrerendered, lay_out
from playground.envs.scene import CellNumbers, Palette, Scene


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: GridWorldCaptions) -> None:
    """Draw `scene` over the whole of `surface`.

    `scale` is the device pixel ratio. The same scene gives the same bytes.
    """
    prerendered = _prerendered(surface.get_size(), surface.get_masks(), scale, palette, captions)
    cell = cell_of(scene.state)
    action = None if scene.action is None else int(scene.action)
    shown = action, bool(scene.explored)
    if scene.cells is None:
        surface.blit(prerendered.background, (0, 0))
        prerendered.agents[shown].blit(surface, prerendered.layout.place(cell))
    else:
        maze = _numbered(prerendered, scene.cells)
        surface.blit(maze.background, (0, 0))
        maze.draw_agent(surface, cell, *shown)
    for number, ghost in enumerate(scene.ghosts):
        draw_ring(surface, ghost, prerendered.layout.place(cell_of(ghost.state)), *prerendered.ring(number))
    prerendered.readout.draw(surface, scene, None if action is None else prerendered.marks[action, shown[1]])
    if scene.terminated:
        at_goal = kind(cell) == GOAL
        text, colour = (captions.at_goal, palette.reached) if at_goal else (captions.in_pit, palette.ended)
        prerendered.readout.draw_banner(surface, text, colour)
    elif scene.truncated:
        prerendered.readout.draw_banner(surface, captions.time_limit, palette.warning)


@lru_cache(maxsize=3)
def _prerendered(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, captions: GridWorldCaptions
) -> GridPrerendered:
    return GridPrerendered(size, masks, lay_out(size, scale), palette, captions)


@lru_cache(maxsize=2)  # the numbers change a few times a second
def _numbered(prerendered: GridPrerendered, numbers: CellNumbers) -> NumberedMaze:
    return NumberedMaze(prerendered, numbers)
