# Copies and further handles of parameters.

# owner: any array; the copies join its manager. w: any arrays -> a copy of each, without a graph.
def copies(self, owner: Tensor, w: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for x in w:
    out.append(torch.clone(torch.detach(x)))
  return out

# The same without copying: each result is another handle of an array's memory, without a graph.
def same(self, owner: Tensor, w: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for x in w:
    out.append(torch.detach(x))
  return out
