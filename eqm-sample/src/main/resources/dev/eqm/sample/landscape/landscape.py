# Norms and directions of samples, in float64 where sums are long. Letters: N samples.

# x [N, ...] -> squared norm of every row, [N] float64
def squares(self, x: Tensor) -> Tensor:
  wide = torch.to(torch.flatten(x, 1), 7)
  return torch.sum(torch.mul(wide, wide), [1])

# x [N, ...] -> every row divided by its norm; a row of zeros stays one. Same shape and type.
def directions(self, x: Tensor) -> Tensor:
  flat = torch.to(torch.flatten(x, 1), 7)
  norms = torch.sqrt(torch.sum(torch.mul(flat, flat), [1], True))
  unit = torch.div(flat, torch.where(torch.gt(norms, 0), norms, torch.ones_like(norms)))
  return torch.reshape(torch.type_as(unit, x), torch.size(x))
