"""PyTorch's gradcheck on the notebook's network: the other side of GradcheckRun.cs, which says how to run both."""

import math
import time

import torch

torch.manual_seed(0)
X = torch.randn(1437, 64, dtype=torch.float64)
y = torch.nn.functional.one_hot(torch.randint(10, (1437,)), 10).double()
W1 = (torch.randn(30, 64, dtype=torch.float64) * math.sqrt(2 / 64)).requires_grad_()
B1 = torch.zeros(1, 30, dtype=torch.float64, requires_grad=True)
W2 = (torch.randn(10, 30, dtype=torch.float64) * math.sqrt(2 / 30)).requires_grad_()
B2 = torch.zeros(1, 10, dtype=torch.float64, requires_grad=True)
passes = 0


def forward(W1, B1, W2, B2):
    global passes
    passes += 1
    A1 = torch.relu(X.mm(W1.t()) + B1)
    Z2 = A1.mm(W2.t()) + B2
    e = torch.exp(Z2 - Z2.amax(1, keepdim=True))
    P = e / (e.sum(1, keepdim=True) + 1e-10)
    return -(y * torch.log(P + 1e-10)).sum(1).mean()


wall, cpu = time.perf_counter(), time.process_time()
agrees = torch.autograd.gradcheck(forward, (W1, B1, W2, B2))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(f"PyTorch {torch.__version__}: agrees {agrees}, {passes} forward passes, {wall:.2f} s, {cpu:.2f} s of CPU time")
