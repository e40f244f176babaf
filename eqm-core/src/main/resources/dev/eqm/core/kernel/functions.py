# Parts of networks and losses. Dtype of x, twice differentiable. Letters: D width.

# x -> x*sigmoid(x)
def silu(self, x: Tensor) -> Tensor:
  return torch.silu(x)

# x [..., D], w [D], eps [] -> x / sqrt(mean(x^2) + eps) * w, each row by itself
def rms_norm(self, x: Tensor, w: Tensor, eps: Tensor) -> Tensor:
  scale = torch.rsqrt(torch.add(torch.mean(torch.mul(x, x), [-1], True), eps))
  return torch.mul(torch.mul(x, scale), w)

# x, y of one shape -> mean of (x - y)^2, []
def mean_square(self, x: Tensor, y: Tensor) -> Tensor:
  d = torch.sub(x, y)
  return torch.mean(torch.mul(d, d))
