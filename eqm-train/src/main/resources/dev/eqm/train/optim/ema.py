# Exponential moving average of all tensors. float32, run without a graph.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # weight [] float64 on the CPU, a averages then parameters (2P tensors) -> a + weight*(w - a), in place.
  def update(self: __torch__.Kernels, weight: Tensor, w: List[Tensor]) -> Tensor:
    half = torch.len(w) // 2
    torch._foreach_lerp_(torch.slice(w, 0, half), torch.slice(w, half), float(weight))
    return weight
