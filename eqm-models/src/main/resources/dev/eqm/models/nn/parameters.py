# Copies of parameters.

# owner: any array; the copies join its manager. w: any arrays -> a copy of each, without a graph.
def copies(self, owner: Tensor, w: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for x in w:
    out.append(torch.clone(torch.detach(x)))
  return out
