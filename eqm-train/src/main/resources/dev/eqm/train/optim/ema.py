# Exponential moving average of all tensors. float32, run without a graph.

# weight [] float64 on the CPU, a averages and w parameters in pairs: in place a + weight*(w - a); returns the first
# average.
def update(self, weight: Tensor, a: List[Tensor], w: List[Tensor]) -> Tensor:
  torch._foreach_lerp_(a, w, float(weight))
  return a[0]
