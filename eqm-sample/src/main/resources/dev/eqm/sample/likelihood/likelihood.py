# Sums over samples and probes. float32 or float64 in, float64 sums out.

# a, b [N, ...] -> sum of a*b of every row, [N] float64
def dot(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.sum(torch.mul(torch.to(torch.flatten(a, 1), 7), torch.to(torch.flatten(b, 1), 7)), [1])

# z -> signs, -1 or 1, of z: Rademacher if z is symmetric
def signs(self, z: Tensor) -> Tensor:
  return torch.sub(torch.mul(torch.type_as(torch.ge(z, 0), z), 2), 1)
