# Gradients of a scalar, returned as a list.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # loss [] float, w: leaves that require grad -> one gradient each. The graph is freed.
  def gradients(self: __torch__.Kernels, loss: Tensor, w: List[Tensor]) -> List[Tensor]:
    out: List[Tensor] = []
    for g in torch.autograd.grad([loss], w, None, None, False, False):
      if g is not None:
        out.append(g)
    return out

  # y with a graph, g like y, x with a graph to y -> g times dy/dx, like x. The graph is kept.
  def product(self: __torch__.Kernels, y: Tensor, g: Tensor, x: Tensor) -> Tensor:
    weights: List[Optional[Tensor]] = [g]
    out = torch.autograd.grad([y], [x], weights, True, False, False)[0]
    assert out is not None
    return out
