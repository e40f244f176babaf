# What integrators compute between two calls of the network. Differentiable; dtype of x.
# Letters: N rows, M terms, R = N (a coefficient a row) or 1 (the same for all).

# c [R, M + 1] float64 -> column j, ready to multiply x
def column(self, x: Tensor, c: Tensor, j: int) -> Tensor:
  shape = [torch.size(c, 0)]
  for i in range(torch.dim(x) - 1):
    shape.append(1)
  return torch.reshape(torch.type_as(torch.select(c, 1, j), x), shape)

# x [N, ...], c [R, M + 1], w: M arrays like x -> c_0 x + sum of c_j w_j
def combine(self, x: Tensor, c: Tensor, w: List[Tensor]) -> Tensor:
  out = torch.mul(x, self.column(x, c, 0))
  for j in range(torch.len(w)):
    out = torch.addcmul(out, w[j], self.column(x, c, j + 1))
  return out

# x [N, ...], c [R, 1] float64 -> c_0 x
def scale(self, x: Tensor, c: Tensor) -> Tensor:
  return torch.mul(x, self.column(x, c, 0))

# error, a, b [N, ...], limits [2] float64 (atol, rtol) -> [N] float64: root mean square of error / (atol + rtol max(|a|, |b|))
def error_norm(self, error: Tensor, a: Tensor, b: Tensor, limits: Tensor) -> Tensor:
  size = torch.flatten(torch.maximum(torch.abs(a), torch.abs(b)), 1)
  scale = torch.add(torch.mul(torch.to(size, 7), limits[1]), limits[0])
  ratio = torch.div(torch.to(torch.flatten(error, 1), 7), scale)
  return torch.sqrt(torch.mean(torch.mul(ratio, ratio), [1]))

# a, b [N, ...], first [N] float64 -> rows of a where first is 1, else of b
def choose(self, a: Tensor, b: Tensor, first: Tensor) -> Tensor:
  return torch.where(torch.gt(self.column(a, torch.unsqueeze(first, 1), 0), 0.5), a, b)
