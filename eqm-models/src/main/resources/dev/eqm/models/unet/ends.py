# What is around the blocks of the ADM U-Net. float32, twice differentiable. Constant: NULL, the null label, whose row of
# the table is not trained.

# labels [N] int64, w = table [NULL + 1, D] -> [N, D]
def label_embedding(self, labels: Tensor, w: List[Tensor]) -> Tensor:
  return torch.embedding(w[0], labels, ${NULL})

# c [N, D], w = pairs (weight, bias), one a residual block -> linear(silu(c)) for each
def modulations(self, c: Tensor, w: List[Tensor]) -> List[Tensor]:
  s = torch.silu(c)
  out: List[Tensor] = []
  for i in range(torch.len(w) // 2):
    out.append(torch.linear(s, w[2 * i], w[2 * i + 1]))
  return out

# x [N, C, H, W], w = weight, bias
def stem(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.conv2d(x, w[0], w[1], [1, 1], [1, 1])

# [N, C, H, W] -> [N, C, H/2, W/2]: means of 2x2
def halved(self, x: Tensor) -> Tensor:
  return torch.avg_pool2d(x, [2, 2], [2, 2])

# [N, C, H, W] -> [N, C, 2H, 2W]: the nearest pixel
def doubled(self, x: Tensor) -> Tensor:
  return torch.upsample_nearest2d(x, [2 * torch.size(x, 2), 2 * torch.size(x, 3)])

# x [N, C, H, W], w = norm, convolution (weight, bias each)
def final(self, x: Tensor, w: List[Tensor]) -> Tensor:
  y = torch.silu(torch.group_norm(x, 32, w[0], w[1], 1e-5))
  return torch.conv2d(y, w[2], w[3], [1, 1], [1, 1])
