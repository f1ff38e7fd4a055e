"""Stands in for PyTorch where it is not installed: no more than the documents call, computed with NumPy. Any other name is an error."""
from types import SimpleNamespace

import numpy as np


class Tensor:
    """An array that remembers what it was made from; each parent comes with the function that sends a gradient back to it."""

    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = np.asarray(data), parents, None
        self.requires_grad, self.retains = any(parent.requires_grad for parent, _ in parents), False

    def __array__(self, dtype=None, copy=None):
        if self.requires_grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        return self.data if dtype is None else self.data.astype(dtype)

    def __matmul__(self, other):
        return Tensor(self.data @ other.data, [(self, lambda d: d @ other.data.T), (other, lambda d: self.data.T @ d)])

    def __add__(self, other):
        return Tensor(self.data + other.data, [(self, lambda d: summed(d, self.data.shape)), (other, lambda d: summed(d, other.data.shape))])

    @property
    def T(self):
        return Tensor(self.data.T, [(self, lambda d: d.T)])

    def relu(self):
        return Tensor(np.maximum(self.data, 0), [(self, lambda d: d * (self.data > 0))])

    def requires_grad_(self):
        self.requires_grad = self.retains = True
        return self

    def retain_grad(self):
        self.retains = True

    def backward(self, gradient=None):
        if gradient is None and self.data.size != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        gradients = {id(self): np.ones_like(self.data) if gradient is None else gradient.data}
        for tensor in reversed(ordered(self, [])):
            if id(tensor) not in gradients:
                continue
            d = gradients[id(tensor)]
            if tensor.retains:
                tensor.grad = Tensor(d.astype(tensor.data.dtype))
            for parent, back in tensor.parents:
                if parent.requires_grad:
                    gradients[id(parent)] = gradients.get(id(parent), 0) + back(d)

    def detach(self):
        return Tensor(self.data)

    def cpu(self):
        return self

    def contiguous(self):
        return Tensor(np.ascontiguousarray(self.data))

    def float(self):
        return Tensor(self.data.astype("f4"))

    def numpy(self):
        return np.asarray(self)


def ordered(tensor, done):
    """Every tensor after those it was made from."""
    for parent, _ in tensor.parents:
        if not any(parent is other for other in done):
            ordered(parent, done)
    done.append(tensor)
    return done


def summed(d, shape):
    """Undoes broadcasting."""
    d = d.sum(tuple(range(d.ndim - len(shape))))
    return d.sum(tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)


def manual_seed(seed):
    np.random.seed(seed)


def randn(*shape):
    return Tensor(np.random.standard_normal(shape).astype("f4"))


def randint(high, size):
    return Tensor(np.random.randint(high, size=size))


def from_numpy(array):
    return Tensor(array)


class Linear:
    def __init__(self, inputs, outputs):
        self.weight = Tensor(randn(outputs, inputs).data / np.float32(inputs**0.5)).requires_grad_()
        self.bias = Tensor(randn(outputs).data).requires_grad_()

    def __call__(self, x):
        return x @ self.weight.T + self.bias


class ReLU:
    def __call__(self, x):
        return x.relu()


class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for module in self.modules:
            x = module(x)
        return x

    def named_parameters(self):
        return [(f"{i}.{name}", value) for i, module in enumerate(self.modules) for name, value in vars(module).items()]


def cross_entropy(scores, labels):
    """The mean of −log softmax, at the labels."""
    n = len(labels.data)
    p = np.exp(scores.data - scores.data.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    own = p[np.arange(n), labels.data]
    wanted = np.eye(p.shape[1], dtype="f4")[labels.data]
    return Tensor(-np.log(own).mean(), [(scores, lambda d: d * (p - wanted) / n)])


nn = SimpleNamespace(Linear=Linear, ReLU=ReLU, Sequential=Sequential, functional=SimpleNamespace(cross_entropy=cross_entropy))
