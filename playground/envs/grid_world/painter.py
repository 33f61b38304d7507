"""Draws the grid world with pygame on any surface of 32 bits per pixel: a frame is some blits (grid_world_stage.py)."""

from __future__ import annotations

from functools import lru_cache

from playground.envs.drawing.ghosts import draw_ring
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.grid_world.captions import GridWorldWords
from playground.envs.grid_world.map import GOAL, cell_of, kind
from playground.envs.grid_world.prerendered import Stage, lay_out
from playground.envs.scene import Palette, Scene


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, words: GridWorldWords) -> None:
    """Draw `scene` over the whole of `surface`; `scale` is the device pixel ratio. The same scene gives the same bytes."""
    stage = _stage(surface.get_size(), surface.get_masks(), scale, palette, words)
    cell = cell_of(scene.state)
    action = None if scene.action is None else int(scene.action)
    shown = action, bool(scene.explored)
    surface.blit(stage.background, (0, 0))
    stage.agents[shown].blit(surface, stage.layout.place(cell))
    for number, ghost in enumerate(scene.ghosts):
        draw_ring(surface, ghost, stage.layout.place(cell_of(ghost.state)), *stage.ring(number))
    stage.readout.draw(surface, scene, None if action is None else stage.marks[action, shown[1]])
    if scene.terminated:
        at_goal = kind(cell) == GOAL
        text, colour = (words.at_goal, palette.reached) if at_goal else (words.in_pit, palette.ended)
        stage.readout.draw_banner(surface, text, colour)
    elif scene.truncated:
        stage.readout.draw_banner(surface, words.time_limit, palette.warning)


@lru_cache(maxsize=3)
def _stage(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, words: GridWorldWords
) -> Stage:
    return Stage(size, masks, lay_out(size, scale), palette, words)
