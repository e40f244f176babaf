# Elementwise operations with a 0-d tensor as scalar. Twice differentiable; dtype of x.

# x, y of one shape, s [] -> x + s*y
def axpy(self, x: Tensor, s: Tensor, y: Tensor) -> Tensor:
  return torch.addcmul(x, y, s)

# x, s [] -> s*x
def scale(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.mul(x, s)

# x [N, ...] -> [N]
def sample_norms(self, x: Tensor) -> Tensor:
  return torch.linalg_vector_norm(torch.flatten(x, 1), 2, [1])

# x [N, ...], index int64 [M] -> x[index], [M, ...]
def rows(self, x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 0, index)
