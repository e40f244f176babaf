# Exponential moving average of all tensors. float32, run without a graph.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # weight [] float64 on the CPU, w = averages, then parameters (2P tensors) -> a + weight*(w - a), in place.
  # The halves are built element by element: a slice of a list counts as fresh, and an in-place operation on it is
  # removed as dead code.
  def update(self: __torch__.Kernels, weight: Tensor, w: List[Tensor]) -> Tensor:
    half = torch.len(w) // 2
    averages: List[Tensor] = []
    parameters: List[Tensor] = []
    for i in range(half):
      averages.append(w[i])
      parameters.append(w[half + i])
    torch._foreach_lerp_(averages, parameters, float(weight))
    return weight
