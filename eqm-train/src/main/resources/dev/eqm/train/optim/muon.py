# Muon's step for all matrices. float32, run without a graph. Constants: MOMENTUM, NESTEROV, WEIGHT_DECAY.

# m [R, C] -> about U V^T of its singular value decomposition U S V^T, [R, C]: singular values of m / |m| between about
# 0.01 and 1 go to [0.7, 1.2] in five Newton-Schulz steps x <- a x + (b x x^T + c (x x^T)^2) x, taken on the wide side.
def orthogonal(self, m: Tensor) -> Tensor:
  tall = m.size(0) > m.size(1)
  x = torch.div(m, torch.add(torch.linalg_vector_norm(m), 1e-7))
  x = torch.t(x) if tall else x
  for i in range(5):
    s = torch.mm(x, torch.t(x))
    x = torch.add(torch.mul(x, 3.4445), torch.mm(torch.add(torch.mul(s, -4.775), torch.mm(s, s), alpha=2.0315), x))
  return torch.t(x) if tall else x

# rate [] float64 on the CPU, w parameters [R, ...], g gradients, b momenta: float32, one of each for every parameter,
# each seen as a matrix [R, the rest]. In place; returns the first momentum.
def step(self, rate: Tensor, w: List[Tensor], g: List[Tensor], b: List[Tensor]) -> Tensor:
  torch._foreach_lerp_(b, g, ${ONE_MINUS_MOMENTUM})
  m = torch._foreach_lerp(g, b, ${MOMENTUM}) if ${NESTEROV} else b
  if ${WEIGHT_DECAY} > 0.0:
    torch._foreach_mul_(w, 1.0 - float(rate)*${WEIGHT_DECAY})
  for i in range(torch.len(w)):
    o = self.orthogonal(torch.flatten(m[i], 1))
    size = torch.sqrt(ops.prim.max(1.0, float(o.size(0)) / float(o.size(1))))
    torch.add_(w[i], torch.reshape(o, w[i].size()), alpha=-float(rate)*size)
  return b[0]

# rate as above, step []: steps done, counted up in place, for networks without any other parameter; returns the step.
def count(self, rate: Tensor, step: Tensor) -> Tensor:
  return torch.add_(step, 1)
