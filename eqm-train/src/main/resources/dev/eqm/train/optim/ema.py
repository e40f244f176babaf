# Exponential moving average of all tensors. float32, run without a graph.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # weight [] float64 on the CPU, w = averages, then parameters (2P tensors) -> the averages, moved in place to
  # a + weight*(w - a). They are returned because the compiler takes a list made here for fresh memory, and removes an
  # in-place operation on fresh memory that nobody reads.
  def update(self: __torch__.Kernels, weight: Tensor, w: List[Tensor]) -> List[Tensor]:
    half = torch.len(w) // 2
    averages: List[Tensor] = []
    parameters: List[Tensor] = []
    for i in range(half):
      averages.append(w[i])
      parameters.append(w[half + i])
    torch._foreach_lerp_(averages, parameters, float(weight))
    return averages
