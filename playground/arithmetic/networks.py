"""Passes through multilayer perceptrons, forward and backward.

The parameters of a network are flat, (P,): for each layer the weights (outputs, inputs), then the biases (outputs,).
Activations are feature-major: a batch is a matrix (features, batch), each column one sample.

    z_l = W_l a_{l-1} + b_l        a_l = f(z_l), f being relu or tanh        the last layer has no activation

and backwards, with d_l = dL/dz_l:

    dL/dW_l = d_l a_{l-1}^T        dL/db_l = sum of d_l        d_{l-1} = (W_l^T d_l) * f'(z_{l-1})

Several networks of one shape are passed through in one call, on inputs of their own or on the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel
from playground.arithmetic.functions import tanh32
from playground.arithmetic.products import add_product, add_row_sums, transpose

Array = NDArray[np.float32]
Whole = NDArray[np.int64]

F = np.float32


@kernel()
def layer_of(flat: Array, start: int, n_in: int, n_out: int) -> tuple[Array, Array]:
    """Return views of weights, (n_out, n_in), and biases, (n_out,), from `start`."""
    end = start + n_out * n_in
    return flat[start:end].reshape(n_out, n_in), flat[end : end + n_out]


@kernel()
def clear(matrix: Array) -> None:
    """Fill a matrix with zeros: matrix[:] = 0 takes longer to compile."""
    for i in range(matrix.shape[0]):
        for j in range(matrix.shape[1]):
            matrix[i, j] = F(0)


@kernel()
def activate(z: Array, is_tanh: bool) -> None:
    """Replace z, (features, batch), by f(z)."""
    for i in range(z.shape[0]):
        if is_tanh:
            for s in range(z.shape[1]):
                z[i, s] = tanh32(z[i, s])
        else:
            for s in range(z.shape[1]):
                value = z[i, s]  # read once, so that this is a selection and no branch
                z[i, s] = F(0) if value < F(0) else value  # NaN stays NaN


@kernel("void(int64[::1], boolean, float32[:, ::1], float32[:, :, ::1], float32[:, :, ::1], float32[:, :, ::1])")
def forward(sizes: Whole, is_tanh: bool, parameters: Array, inputs: Array, hidden: Array, outputs: Array) -> None:
    """Pass inputs, (n or 1, sizes[0], batch), through n networks, (n, P).

    `hidden`, (n, all hidden units, batch), and `outputs`, (n, sizes[-1], batch), are filled.
    """
    n_layers, batch = len(sizes) - 1, outputs.shape[2]
    for k in range(len(parameters)):
        below = inputs[k if len(inputs) > 1 else 0]
        first, start = 0, 0
        for layer in range(n_layers):
            n_in, n_out = sizes[layer], sizes[layer + 1]
            weight, bias = layer_of(parameters[k], start, n_in, n_out)
            is_last = layer == n_layers - 1
            z = outputs[k] if is_last else hidden[k, first : first + n_out]
            for o in range(n_out):
                for s in range(batch):
                    z[o, s] = bias[o]
            add_product(weight, below, z)
            if not is_last:
                activate(z, is_tanh)
            below = z
            first, start = first + n_out, start + n_out * (n_in + 1)


@kernel("void(int64[::1], boolean, float32[::1], float32[::1], float32[::1], float32[::1])")
def forward_one(sizes: Whole, is_tanh: bool, flat: Array, observation: Array, hidden: Array, outputs: Array) -> None:
    """Pass one observation, (sizes[0],), through one network: the bits of forward().

    `hidden`, (all hidden units,), and `outputs`, (sizes[-1],), are filled. Eight sums are made side by side, each in its
    order, beginning with the bias.
    """
    n_layers = len(sizes) - 1
    below = observation
    first, start = 0, 0
    for layer in range(n_layers):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        weight, bias = layer_of(flat, start, n_in, n_out)
        is_last = layer == n_layers - 1
        z = outputs if is_last else hidden[first : first + n_out]
        whole = n_out - n_out % 8
        for o in range(0, whole, 8):
            z0, z1, z2, z3 = bias[o], bias[o + 1], bias[o + 2], bias[o + 3]
            z4, z5, z6, z7 = bias[o + 4], bias[o + 5], bias[o + 6], bias[o + 7]
            for i in range(n_in):
                x = below[i]
                z0 += weight[o, i] * x
                z1 += weight[o + 1, i] * x
                z2 += weight[o + 2, i] * x
                z3 += weight[o + 3, i] * x
                z4 += weight[o + 4, i] * x
                z5 += weight[o + 5, i] * x
                z6 += weight[o + 6, i] * x
                z7 += weight[o + 7, i] * x
            z[o], z[o + 1], z[o + 2], z[o + 3] = z0, z1, z2, z3
            z[o + 4], z[o + 5], z[o + 6], z[o + 7] = z4, z5, z6, z7
        for o in range(whole, n_out):
            one = bias[o]
            for i in range(n_in):
                one += weight[o, i] * below[i]
            z[o] = one
        if not is_last:
            for o in range(n_out):
                if is_tanh:
                    z[o] = tanh32(z[o])
                else:
                    z[o] = F(0) if z[o] < F(0) else z[o]
        below = z
        first, start = first + n_out, start + n_out * (n_in + 1)


@kernel()
def carry_down(weight: Array, error: Array, below: Array, is_tanh: bool, work: Array, out: Array) -> None:
    """Put (W^T d) * f'(z below) into `out`, (n_in, batch); `below` is f(z)."""
    carry_to_input(weight, error, work, out)
    for i in range(out.shape[0]):
        if is_tanh:
            for s in range(out.shape[1]):
                out[i, s] *= F(1) - below[i, s] * below[i, s]
        else:
            for s in range(out.shape[1]):
                out[i, s] *= F(0) if below[i, s] <= F(0) else F(1)


@kernel()
def carry_to_input(weight: Array, error: Array, work: Array, out: Array) -> None:
    """Put W^T d into `out`, (n_in, batch)."""
    n_out, n_in = weight.shape
    turned = work[: n_in * n_out].reshape(n_in, n_out)
    transpose(weight, turned)
    clear(out)
    add_product(turned, error, out)


@kernel()
def slopes_of(error: Array, below: Array, weight_slope: Array, bias_slope: Array, work: Array) -> None:
    """Put d a^T and the sums of d into the slopes, along the wider side of weights."""
    n_out, n_in, batch = error.shape[0], below.shape[0], error.shape[1]
    if n_in >= n_out:
        turned = work[: batch * n_in].reshape(batch, n_in)
        transpose(below, turned)
        clear(weight_slope)
        add_product(error, turned, weight_slope)
    else:
        turned = work[: batch * n_out].reshape(batch, n_out)
        transpose(error, turned)
        product = work[batch * n_out : (batch + n_in) * n_out].reshape(n_in, n_out)
        clear(product)
        add_product(below, turned, product)
        transpose(product, weight_slope)
    for o in range(n_out):
        bias_slope[o] = F(0)
    add_row_sums(error, bias_slope)


@kernel(
    "void(int64[::1], boolean, float32[:, ::1], float32[:, :, ::1], float32[:, :, ::1], float32[:, :, ::1],"
    " float32[:, :, ::1], float32[:, ::1], float32[::1])"
)
def backward(
    sizes: Whole,
    is_tanh: bool,
    parameters: Array,
    inputs: Array,
    hidden: Array,
    output_gradient: Array,
    errors: Array,
    gradient: Array,
    work: Array,
) -> None:
    """Put dL/d(parameters) of n networks into `gradient`, (n, P).

    `inputs` and `hidden` are those of forward(), `output_gradient` is dL/d(outputs), (n, sizes[-1], batch). `errors`,
    shaped like `hidden`, and `work`, (work_size(),), are overwritten.
    """
    n_layers = len(sizes) - 1
    for k in range(len(gradient)):
        error = output_gradient[k]
        first, start = hidden.shape[1], parameters.shape[1]  # where what lies above this layer begins
        for layer in range(n_layers - 1, -1, -1):
            n_in, n_out = sizes[layer], sizes[layer + 1]
            start -= n_out * (n_in + 1)
            first -= n_in
            weight, _ = layer_of(parameters[k], start, n_in, n_out)
            weight_slope, bias_slope = layer_of(gradient[k], start, n_in, n_out)
            below = inputs[k if len(inputs) > 1 else 0] if layer == 0 else hidden[k, first : first + n_in]
            slopes_of(error, below, weight_slope, bias_slope, work)
            if layer > 0:
                error_below = errors[k, first : first + n_in]
                carry_down(weight, error, below, is_tanh, work, error_below)
                error = error_below


@kernel(
    "void(int64[::1], boolean, float32[:, ::1], float32[:, :, ::1], float32[:, :, ::1], float32[:, :, ::1],"
    " float32[:, :, ::1], float32[::1])"
)
def backward_to_input(
    sizes: Whole,
    is_tanh: bool,
    parameters: Array,
    hidden: Array,
    output_gradient: Array,
    errors: Array,
    input_gradient: Array,
    work: Array,
) -> None:
    """Put dL/d(inputs) of n networks into `input_gradient`, (n, sizes[0], batch).

    The other arguments are those of backward().
    """
    n_layers = len(sizes) - 1
    for k in range(len(input_gradient)):
        error = output_gradient[k]
        first, start = hidden.shape[1], parameters.shape[1]
        for layer in range(n_layers - 1, 0, -1):
            n_in, n_out = sizes[layer], sizes[layer + 1]
            start -= n_out * (n_in + 1)
            first -= n_in
            weight, _ = layer_of(parameters[k], start, n_in, n_out)
            error_below = errors[k, first : first + n_in]
            carry_down(weight, error, hidden[k, first : first + n_in], is_tanh, work, error_below)
            error = error_below
        weight, _ = layer_of(parameters[k], 0, sizes[0], sizes[1])
        carry_to_input(weight, error, work, input_gradient[k])


def work_size(sizes: tuple[int, ...], batch: int) -> int:
    """Return how many numbers backward() needs to work with."""
    widest = max(sizes)
    return widest * batch + widest * widest
