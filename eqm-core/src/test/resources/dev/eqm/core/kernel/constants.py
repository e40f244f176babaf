# Constants of all three kinds.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # x -> +-x*FACTOR*TIMES
  def apply(self: __torch__.Kernels, x: Tensor) -> Tensor:
    y = torch.mul(x, ${FACTOR})
    n: int = ${TIMES}
    y = torch.mul(y, n)
    if ${NEGATE}:
      y = torch.neg(y)
    return y
