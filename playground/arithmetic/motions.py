"""Equations of motion: of a cart with a pole, a car, an acrobot, a pendulum.

Each is written once, for one of them, and the loops over many call it, so that alone and together their bits are the
same. The order of sums and products is Gymnasium's. `physics` holds the constants of an equation, in the order of the
line that unpacks it. States and times are float64, of many at once (numbers of a state, n); observations are float32,
(numbers of an observation, n).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel
from playground.arithmetic.trigonometry import cosine, sine_and_cosine, without_whole_turns

Array = NDArray[np.float64]
Observations = NDArray[np.float32]
Flags = NDArray[np.bool_]
Four = tuple[float, float, float, float]

F = np.float32
_MANY_TURNS = 1000.0  # rad, beyond it to take off one turn after the other takes very long, or for ever


@kernel()
def bounded(value: float, low: float, high: float) -> float:
    """Return the value within bounds; NaN stays NaN."""
    return low if value < low else high if value > high else value


@kernel("UniTuple(float64, 4)(float64, float64, float64, float64, float64, float64[::1])")
def cart_moved(x: float, x_dot: float, theta: float, theta_dot: float, force: float, physics: Array) -> Four:
    """Return the next state of a cart with a pole, by Euler's method.

    Barto, Sutton & Anderson 1983.
    """
    step_s, gravity, masspole, total_mass, length = physics[0], physics[1], physics[2], physics[3], physics[4]
    polemass_length = masspole * length
    sin, cos = sine_and_cosine(theta)
    push = (force + polemass_length * (theta_dot * theta_dot) * sin) / total_mass
    theta_acc = (gravity * sin - cos * push) / (length * (4.0 / 3.0 - masspole * (cos * cos) / total_mass))
    x_acc = push - polemass_length * theta_acc * cos / total_mass
    return x + step_s * x_dot, x_dot + step_s * x_acc, theta + step_s * theta_dot, theta_dot + step_s * theta_acc


@kernel("void(float64[:, ::1], float64[::1], float64[::1], float64, float64, float32[:, ::1], boolean[::1])")
def move_carts(
    state: Array, forces: Array, physics: Array, most_x: float, most_theta: float, seen: Observations, is_over: Flags
) -> None:
    """Move carts, (4, n).

    What is seen of them is written, and which are beyond a bound.
    """
    for i in range(len(forces)):
        x, x_dot, theta, theta_dot = cart_moved(state[0, i], state[1, i], state[2, i], state[3, i], forces[i], physics)
        state[0, i], state[1, i], state[2, i], state[3, i] = x, x_dot, theta, theta_dot
        seen[0, i], seen[1, i], seen[2, i], seen[3, i] = x, x_dot, theta, theta_dot
        is_over[i] = not (abs(x) <= most_x and abs(theta) <= most_theta)


@kernel("UniTuple(float64, 2)(float64, float64, float64, float64[::1])")
def car_moved(position: float, velocity: float, push: float, physics: Array) -> tuple[float, float]:
    """Return the next state of a car in a valley: Moore 1990."""
    gravity, max_speed, leftmost, rightmost = physics[0], physics[1], physics[2], physics[3]
    velocity = bounded(velocity + (push + cosine(3.0 * position) * -gravity), -max_speed, max_speed)
    position = bounded(position + velocity, leftmost, rightmost)
    if position == leftmost and velocity < 0.0:
        velocity = 0.0
    return position, velocity


@kernel("void(float64[:, ::1], float64[::1], float64[::1], float64, float64, float32[:, ::1], boolean[::1])")
def move_cars(
    state: Array, pushes: Array, physics: Array, goal: float, goal_velocity: float, seen: Observations, is_over: Flags
) -> None:
    """Move cars, (2, n).

    What is seen of them is written, and which are at the goal.
    """
    for i in range(len(pushes)):
        position, velocity = car_moved(state[0, i], state[1, i], pushes[i], physics)
        state[0, i], state[1, i] = position, velocity
        seen[0, i], seen[1, i] = position, velocity
        is_over[i] = position >= goal and velocity >= goal_velocity


@kernel("UniTuple(float64, 5)(float64, float64, float64, float64[::1])")
def pendulum_moved(
    theta: float, theta_dot: float, torque: float, physics: Array
) -> tuple[float, float, float, float, float]:
    """Return the next angle and speed of a pendulum, and more.

    That is what the step cost, and sine and cosine of the next angle. The torque is a float32 number until it is added to the rest, as in Gymnasium.
    """
    step_s, by_gravity, by_torque, max_speed = physics[0], physics[1], physics[2], physics[3]
    turned = F(torque)
    upright = (theta + math.pi) % (2.0 * math.pi) - math.pi
    cost = upright * upright + 0.1 * (theta_dot * theta_dot) + float(F(0.001) * (turned * turned))
    acceleration = by_gravity * sine_and_cosine(theta)[0] + float(F(by_torque) * turned)
    theta_dot = bounded(theta_dot + acceleration * step_s, -max_speed, max_speed)
    theta = theta + theta_dot * step_s
    sin, cos = sine_and_cosine(theta)
    return theta, theta_dot, cost, sin, cos


@kernel("void(float64[:, ::1], float64[::1], float64[::1], float32[:, ::1], float64[::1])")
def move_pendulums(state: Array, torques: Array, physics: Array, seen: Observations, rewards: Array) -> None:
    """Move pendulums, (2, n), and write what is seen and the rewards."""
    for i in range(len(torques)):
        theta, theta_dot, cost, sin, cos = pendulum_moved(state[0, i], state[1, i], torques[i], physics)
        state[0, i], state[1, i] = theta, theta_dot
        seen[0, i], seen[1, i], seen[2, i] = cos, sin, theta_dot
        rewards[i] = -cost


@kernel("UniTuple(float64, 4)(float64, float64, float64, float64, float64, float64[::1])")
def acrobot_moved(theta1: float, theta2: float, dtheta1: float, dtheta2: float, torque: float, physics: Array) -> Four:
    """Return the next state of an acrobot, by Runge & Kutta's order 4."""
    step_s, fastest1, fastest2 = physics[0], physics[1], physics[2]
    k1 = k2 = k3 = k4 = 0.0  # how fast each number of the state changes, where the stage looks
    sum1 = sum2 = sum3 = sum4 = 0.0
    for stage in range(4):
        ahead = 0.0 if stage == 0 else step_s if stage == 3 else step_s / 2.0
        weight = 1.0 if stage == 0 or stage == 3 else 2.0
        at1, at2, at3, at4 = theta1 + ahead * k1, theta2 + ahead * k2, dtheta1 + ahead * k3, dtheta2 + ahead * k4
        k1, k2 = at3, at4
        k3, k4 = _acrobot_accelerations(at1, at2, at3, at4, torque, physics)
        sum1, sum2, sum3, sum4 = sum1 + weight * k1, sum2 + weight * k2, sum3 + weight * k3, sum4 + weight * k4
    sixth = step_s / 6.0
    return (
        _wrapped(theta1 + sixth * sum1),
        _wrapped(theta2 + sixth * sum2),
        bounded(dtheta1 + sixth * sum3, -fastest1, fastest1),
        bounded(dtheta2 + sixth * sum4, -fastest2, fastest2),
    )


@kernel()
def _acrobot_accelerations(
    theta1: float, theta2: float, dtheta1: float, dtheta2: float, torque: float, physics: Array
) -> tuple[float, float]:
    """Return the accelerations of both joints.

    Sutton & Barto 1998, section 11.3; "book" in Gymnasium.
    """
    g, m1, m2, l1, lc1, lc2, inertia = (
        physics[3],
        physics[4],
        physics[5],
        physics[6],
        physics[7],
        physics[8],
        physics[9],
    )
    sin2, cos2 = sine_and_cosine(theta2)
    d1 = m1 * (lc1 * lc1) + m2 * (l1 * l1 + lc2 * lc2 + 2.0 * l1 * lc2 * cos2) + inertia + inertia
    d2 = m2 * (lc2 * lc2 + l1 * lc2 * cos2) + inertia
    phi2 = m2 * lc2 * g * cosine(theta1 + theta2 - math.pi / 2.0)
    phi1 = (
        -m2 * l1 * lc2 * (dtheta2 * dtheta2) * sin2
        - 2.0 * m2 * l1 * lc2 * dtheta2 * dtheta1 * sin2
        + (m1 * lc1 + m2 * l1) * g * cosine(theta1 - math.pi / 2.0)
        + phi2
    )
    ddtheta2 = (torque + d2 / d1 * phi1 - m2 * l1 * lc2 * (dtheta1 * dtheta1) * sin2 - phi2) / (
        m2 * (lc2 * lc2) + inertia - d2 * d2 / d1
    )
    return -(d2 * ddtheta2 + phi1) / d1, ddtheta2


@kernel()
def _wrapped(angle: float) -> float:
    """Return the angle within a half turn to either side."""
    if abs(angle) > _MANY_TURNS:
        angle = without_whole_turns(angle)
    while angle > math.pi:
        angle -= 2.0 * math.pi
    while angle < -math.pi:
        angle += 2.0 * math.pi
    return angle


@kernel("UniTuple(float64, 5)(float64, float64)")
def acrobot_seen(theta1: float, theta2: float) -> tuple[float, float, float, float, float]:
    """Return cosine and sine of both angles, and the height of the free end."""
    sin1, cos1 = sine_and_cosine(theta1)
    sin2, cos2 = sine_and_cosine(theta2)
    return cos1, sin1, cos2, sin2, -cos1 - cosine(theta2 + theta1)


@kernel("void(float64[:, ::1], float64[::1], float64[::1], float64, float32[:, ::1], boolean[::1])")
def move_acrobots(
    state: Array, torques: Array, physics: Array, goal: float, seen: Observations, is_over: Flags
) -> None:
    """Move acrobots, (4, n).

    What is seen of them is written, and which are higher than the goal.
    """
    for i in range(len(torques)):
        theta1, theta2, dtheta1, dtheta2 = acrobot_moved(
            state[0, i], state[1, i], state[2, i], state[3, i], torques[i], physics
        )
        state[0, i], state[1, i], state[2, i], state[3, i] = theta1, theta2, dtheta1, dtheta2
        cos1, sin1, cos2, sin2, height = acrobot_seen(theta1, theta2)
        seen[0, i], seen[1, i], seen[2, i], seen[3, i] = cos1, sin1, cos2, sin2
        seen[4, i], seen[5, i] = dtheta1, dtheta2
        is_over[i] = height > goal
