# Networks that are functions of plain arrays.

# owner: an activation, whose manager the results join. w: parameters -> the same memory, in the same
# graph: what is computed from them belongs to the activation's manager and not to the sealed one of
# the parameters. Differentiable any number of times.
def views(self, owner: Tensor, w: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for p in w:
    out.append(torch.alias(p))
  return out
