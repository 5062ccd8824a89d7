"""The net: twelve thousand weights over an aligned face and its fine detail, pooled as means and spreads (a texture).

`Living` is what becomes ONNX: pixels 0-255, RGB planes, to 0-1 (1 lives), the mirror image asked as well.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (16, 32, 48, 64)
DROPPED = 0.3
MIDDLE = 110.0  # mean grey, 0-255


class Separable(nn.Module):
    def __init__(self, given: int, told: int, stride: int) -> None:
        super().__init__()
        self.deep = nn.Conv2d(given, given, 3, stride, 1, groups=given, bias=False)
        self.deep_norm = nn.BatchNorm2d(given)
        self.point = nn.Conv2d(given, told, 1, bias=False)
        self.point_norm = nn.BatchNorm2d(told)
        self.adds = stride == 1 and given == told

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.deep_norm(self.deep(x)))
        y = functional.relu(self.point_norm(self.point(y)))
        return x + y if self.adds else y


class Net(nn.Module):
    """N x 3 x 112 x 112 (RGB, 0-255) -> N logits, above 0 looks recaptured."""

    def __init__(self) -> None:
        super().__init__()
        row = torch.tensor([1.0, 4, 6, 4, 1])
        self.register_buffer("smooth", (row[:, None] * row / 256).expand(3, 1, 5, 5).clone())
        first, second, third, last = WIDTHS
        self.stem = nn.Conv2d(6, first, 3, 2, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(first)
        self.body = nn.Sequential(
            Separable(first, second, 2), Separable(second, second, 1), Separable(second, third, 2),
            Separable(third, third, 1), Separable(third, last, 1),
        )  # fmt: skip
        self.drop = nn.Dropout(DROPPED)
        self.judge = nn.Linear(2 * last, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        x = (pixels - 127) / 128
        around = functional.conv2d(functional.pad(x, (2, 2, 2, 2), mode="replicate"), self.smooth, groups=3)
        x = torch.cat([x, 8 * (x - around)], 1)  # fine detail is faint: shown larger
        x = self.body(functional.relu(self.stem_norm(self.stem(x))))
        mean = x.mean((2, 3), keepdim=True)
        spread = torch.sqrt(((x - mean) ** 2).mean((2, 3)) + 1e-4)
        return self.judge(self.drop(torch.cat([mean[:, :, 0, 0], spread], 1)))[:, 0]


class Living(nn.Module):
    """`shift` moves the working point to 0.5. Half of what a picture's light differs from MIDDLE is taken back first:
    all of it takes away what light tells of a print, none of it calls a dim living face a print.
    """

    def __init__(self, net: Net, shift: float = 0.0) -> None:
        super().__init__()
        self.net, self.shift = net, shift
        self.register_buffer("grey", torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        light = 3 * (pixels * self.grey).mean((1, 2, 3), keepdim=True)
        lit = (pixels * torch.sqrt(MIDDLE / light.clamp(min=1.0))).clamp(0, 255)
        both = (self.net(lit) + self.net(lit.flip(3))) / 2
        return torch.sigmoid(self.shift - both)
