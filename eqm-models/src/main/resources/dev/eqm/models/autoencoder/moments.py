# What the encoder answers with, and how tiles are joined. float32, differentiable.

# moments [N, 2C, h, w] -> means and logarithms of variances, the latter kept in [-30, 20]
def split(self, moments: Tensor) -> List[Tensor]:
  mean, logs, = torch.chunk(moments, 2, 1)
  return [torch.contiguous(mean), torch.clamp(logs, -30., 20.)]

# mean + exp(log variance / 2) * noise
def draw(self, mean: Tensor, logs: Tensor, noise: Tensor) -> Tensor:
  return torch.addcmul(mean, torch.exp(torch.mul(logs, 0.5)), noise)

def deviation(self, logs: Tensor) -> Tensor:
  return torch.exp(torch.mul(logs, 0.5))

# A tile [N, C, h, w] whose first rows fade in from the last rows of the one above; ramp [r, 1], r <= both heights.
def below(self, tile: Tensor, above: Tensor, ramp: Tensor) -> Tensor:
  r = torch.size(ramp, 0)
  old = torch.slice(above, 2, torch.size(above, 2) - r)
  seam = torch.add(torch.mul(old, torch.sub(1, ramp)), torch.mul(torch.slice(tile, 2, 0, r), ramp))
  return torch.cat([seam, torch.slice(tile, 2, r)], 2)

# The same from the left; ramp [1, r].
def beside(self, tile: Tensor, left: Tensor, ramp: Tensor) -> Tensor:
  r = torch.size(ramp, 1)
  old = torch.slice(left, 3, torch.size(left, 3) - r)
  seam = torch.add(torch.mul(old, torch.sub(1, ramp)), torch.mul(torch.slice(tile, 3, 0, r), ramp))
  return torch.cat([seam, torch.slice(tile, 3, r)], 3)
