# Exponential moving average of all tensors. float32, run without a graph.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # weight [] float64 on the CPU, a averages and w parameters in pairs: in place a + weight*(w - a); returns the first
  # average.
  def update(self: __torch__.Kernels, weight: Tensor, a: List[Tensor], w: List[Tensor]) -> Tensor:
    torch._foreach_lerp_(a, w, float(weight))
    return a[0]
