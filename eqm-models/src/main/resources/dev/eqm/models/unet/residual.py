# One residual block of the ADM U-Net. Weights, residual stream and norms float32; with BF16 the convolutions run on
# bfloat16 copies. Twice differentiable. Letters: N batch, C channels in, O channels out.
# Constants: BF16, SKIP (C differs from O: the way around the block has a convolution), DROPOUT probability.

# GroupNorm of 32 groups, epsilon 1e-5, as every norm of this network.
def norm(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.group_norm(x, 32, weight, bias, 1e-5)

def conv(self, x: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
  if ${BF16}:
    y = torch.conv2d(torch.to(x, 15), torch.to(weight, 15), torch.to(bias, 15), [1, 1], [padding, padding])
    return torch.type_as(y, x)
  return torch.conv2d(x, weight, bias, [1, 1], [padding, padding])

# seeds [N] int64 on the CPU: row i of the mask is that of a generator of its own; [0]: no dropout
def dropped(self, x: Tensor, seeds: Tensor) -> Tensor:
  n = torch.size(seeds, 0)
  if n == 0:
    return x
  rows: List[Tensor] = []
  for i in range(n):
    g = torch.Generator(device=x.device, seed=int(torch.select(seeds, 0, i)))
    rows.append(torch.rand(torch.size(x)[1:], generator=g, device=x.device))
  kept = torch.to(torch.ge(torch.stack(rows), ${DROPOUT}), x.dtype)
  return torch.mul(x, torch.div(kept, 1 - ${DROPOUT}))

# x [N, C, H, W], modulation [N, 2*O] (scale, shift), seeds, w = first norm, first convolution, second norm, second
# convolution and, with SKIP, the convolution around (weight, bias each) -> [N, O, H, W]
def block(self, x: Tensor, modulation: Tensor, seeds: Tensor, w: List[Tensor]) -> Tensor:
  h = self.conv(torch.silu(self.norm(x, w[0], w[1])), w[2], w[3], 1)
  m = torch.unsqueeze(torch.unsqueeze(modulation, 2), 3)
  scale, shift, = torch.chunk(m, 2, 1)
  h1 = torch.addcmul(shift, self.norm(h, w[4], w[5]), torch.add(scale, 1))
  y = self.conv(self.dropped(torch.silu(h1), seeds), w[6], w[7], 1)
  around = x
  if ${SKIP}:
    around = self.conv(x, w[8], w[9], 0)
  return torch.add(around, y)

# The same of h and of what was kept on the way down, joined: [N, C1, H, W], [N, C2, H, W]
def joined(self, h: Tensor, kept: Tensor, modulation: Tensor, seeds: Tensor, w: List[Tensor]) -> Tensor:
  return self.block(torch.cat([h, kept], 1), modulation, seeds, w)
