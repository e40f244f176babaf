# All gradients of a step together. float32, run without a graph.

# Euclidean norm of all gradients together, []
def norm(self, g: List[Tensor]) -> Tensor:
  return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))

# norm [], limit [], g: in place g*min(1, limit/(norm + 1e-6)), as torch.nn.utils.clip_grad_norm_; returns the factor.
def clip(self, norm: Tensor, limit: Tensor, g: List[Tensor]) -> Tensor:
  factor = torch.clamp(torch.div(limit, torch.add(norm, 1e-6)), None, 1.0)
  torch._foreach_mul_(g, factor)
  return factor

# s and g in pairs, at least one: in place s + g; returns the first of s.
def add(self, s: List[Tensor], g: List[Tensor]) -> Tensor:
  torch._foreach_add_(s, g)
  return s[0]
