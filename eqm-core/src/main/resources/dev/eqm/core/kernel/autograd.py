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
