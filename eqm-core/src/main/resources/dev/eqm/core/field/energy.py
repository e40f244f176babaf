# Energies of an answer f at states x. Dtype of x, twice differentiable.

# x, f [N, ...] -> <x, f> of every sample, [N]
def dot(self, x: Tensor, f: Tensor) -> Tensor:
  return torch.sum(torch.flatten(torch.mul(x, f), 1), [1])

# f [N, ...], s [] -> s*|f|^2 of every sample, [N]
def squares(self, f: Tensor, s: Tensor) -> Tensor:
  return torch.mul(torch.sum(torch.flatten(torch.mul(f, f), 1), [1]), s)
