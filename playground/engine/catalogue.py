"""Imports that enter all algorithms and environments in their tables.

To add one, add a line here.
"""

import playground.agents.a2c.params
import playground.agents.ddpg.params
import playground.agents.dqn.params
import playground.agents.ppo.params
import playground.agents.q_table.params
import playground.agents.reinforce.params
import playground.envs.acrobot.acrobot
import playground.envs.cartpole.cartpole
import playground.envs.cartpole.continuous
import playground.envs.grid_world.grid_world
import playground.envs.lunar_lander.lunar_lander
import playground.envs.mountain_car.mountain_car
import playground.envs.pendulum.pendulum  # noqa: F401
