# Pixels as features. float32, no gradient. Constant: SIDE of the averaged picture, 0 for none.

# x [N, C, H, W], 0 to 255 -> [N, C*H*W] in [-1, 1]
def features(self, x: Tensor) -> Tensor:
  y = torch.sub(torch.div(x, 127.5), 1)
  if ${SIDE} > 0:
    y = torch.adaptive_avg_pool2d(y, [${SIDE}, ${SIDE}])
  return torch.flatten(y, 1)
