# Gradients to be judged, and parameters to be moved. Any float dtype.

# loss [], w: leaves that require grad -> one gradient each, zeros where the loss does not depend on one. The graph is freed.
def gradients(self, loss: Tensor, w: List[Tensor]) -> List[Tensor]:
  assert loss.requires_grad, "the loss has no graph: nothing leads from it to a parameter"
  out: List[Tensor] = []
  i = 0
  for g in torch.autograd.grad([loss], w, None, None, False, True):
    if g is None:
      out.append(torch.zeros_like(w[i]))
    else:
      out.append(g)
    i = i + 1
  return out

# v like w[0], of any float dtype -> w, holding v
def set(self, v: Tensor, w: List[Tensor]) -> List[Tensor]:
  for p in w:
    torch.copy_(p, v)
  return w

# loss, any shape -> int64 [1]: 1 if a graph leads from it to a leaf that requires grad, else 0
def has_graph(self, loss: Tensor) -> Tensor:
  there = 0
  if loss.requires_grad:
    there = 1
  return torch.full([1], there, dtype=4) # int64
