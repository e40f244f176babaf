# Distances between rows of two matrices. No gradient needed.

# q [M, D], t [B, D] -> |q|^2 + |t|^2 - 2 q.t, float64 [M, B]
def squared_distances(self, q: Tensor, t: Tensor) -> Tensor:
  a = torch.to(q, 7)
  b = torch.to(t, 7)
  aa = torch.sum(torch.mul(a, a), [1], True)
  bb = torch.sum(torch.mul(b, b), [1])
  return torch.add(torch.add(torch.mul(torch.matmul(a, torch.t(b)), -2.), aa), bb)
