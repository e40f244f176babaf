# Line integrals, row by row: x, f [N, C, H, W], r [1, C, H, W] of float types, s [] float64. No
# gradient needed.

# r + s*(x - r), dtype of x
def between(self, x: Tensor, r: Tensor, s: Tensor) -> Tensor:
  return torch.type_as(torch.add(torch.mul(torch.sub(x, r), s), r), x)

# sum of f*(x - r) over all entries of a row -> [N] float64
def along(self, f: Tensor, x: Tensor, r: Tensor) -> Tensor:
  way = torch.sub(torch.to(x, 7), torch.to(r, 7))
  return torch.sum(torch.flatten(torch.mul(torch.to(f, 7), way), 1), [1])
