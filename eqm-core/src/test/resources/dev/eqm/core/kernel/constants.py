# Constants of all three kinds.

# x -> +-x*FACTOR*TIMES
def apply(self, x: Tensor) -> Tensor:
  y = torch.mul(x, ${FACTOR})
  n: int = ${TIMES}
  y = torch.mul(y, n)
  if ${NEGATE}:
    y = torch.neg(y)
  return y
