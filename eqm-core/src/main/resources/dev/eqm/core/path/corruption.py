# The straight path. float32 or float64, all of one type.

# x, eps [N, ...], gamma [N] -> gamma*x + (1-gamma)*eps
def corrupt(self, x: Tensor, eps: Tensor, gamma: Tensor) -> Tensor:
  g = torch.view(gamma, [-1] + [1] * (torch.dim(x) - 1))
  return torch.addcmul(torch.mul(eps, torch.rsub(g, 1)), x, g)
