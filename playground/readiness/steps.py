"""The steps of the self-test in their order. To add one, a line here."""

from __future__ import annotations

from playground.i18n import N_
from playground.readiness import steps_code as code
from playground.readiness import steps_files as files
from playground.readiness import steps_learning as learning
from playground.readiness import steps_shown as shown
from playground.readiness.self_test import Step

STEPS = (
    Step("arithmetic", N_("Prepare the arithmetic"), learning.prepare_arithmetic),
    Step("learn", N_("Learn until solved"), learning.learn),
    Step("algorithms", N_("Learn with every algorithm"), learning.learn_with_each),
    Step("code", N_("Read the code that is shown"), code.read_code),
    Step("evaluate", N_("Evaluate"), learning.evaluate),
    Step("policy", N_("Save and load a policy"), files.keep_a_policy),
    Step("session", N_("Save and load a session"), files.keep_a_session),
    Step("recipe", N_("Save a recipe and follow it"), files.keep_a_recipe),
    Step("gallery", N_("Read the gallery"), files.read_gallery),
    Step("replay", N_("Replay"), files.replay),
    Step("video", N_("Film"), files.film),
    Step("environments", N_("Draw every environment"), shown.draw_environments),
    Step("words", N_("Speak every language"), shown.speak),
    Step("icons", N_("Draw every icon"), shown.draw_icons),
    Step("formulas", N_("Set every formula"), shown.set_formulas),
    Step("window", N_("Open the window and train in it"), shown.open_window),
    Step("processes", N_("Train in processes of their own"), learning.learn_in_processes),
)
