"""Which algorithms and environments there are: importing one enters it in its table. To add one, a line here."""

import playground.agents.a2c_params
import playground.agents.ddpg_params
import playground.agents.dqn_params
import playground.agents.ppo_params
import playground.agents.q_table_params
import playground.agents.reinforce_params
import playground.envs.acrobot
import playground.envs.cartpole
import playground.envs.cartpole_continuous
import playground.envs.grid_world
import playground.envs.lunar_lander
import playground.envs.mountain_car
import playground.envs.pendulum  # noqa: F401
