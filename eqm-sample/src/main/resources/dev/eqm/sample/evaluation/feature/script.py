# Around a TorchScript file of someone else's. float32, no gradient. Constant: CHANNELS that it wants.

# x [N, C, H, W], 0 to 255, range [2] = what 0 and 255 become -> [N, CHANNELS, H, W]
def prepared(self, x: Tensor, range: Tensor) -> Tensor:
  low = torch.select(range, 0, 0)
  scale = torch.div(torch.sub(torch.select(range, 0, 1), low), 255)
  y = torch.add(torch.mul(x, scale), low)
  if torch.size(y, 1) == 1:
    y = torch.repeat(y, [1, ${CHANNELS}, 1, 1])
  return y

# [N, D] or [N, D, 1, 1] -> [N, D]
def flat(self, x: Tensor) -> Tensor:
  return torch.flatten(x, 1)
