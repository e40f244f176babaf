# Muon's step for matrices of one shape. float32, run without a graph. Constants: MOMENTUM, NESTEROV, WEIGHT_DECAY.

# m [B, R, C], B matrices -> of each about U V^T of its singular value decomposition U S V^T: singular values of m / |m|
# between about 0.01 and 1 go to [0.7, 1.2] in five Newton-Schulz steps x <- p x, p = a + b s + c s^2, s = x x^T. All p
# are polynomials of the first s and commute, so the steps are taken on the short side alone: s <- p s p, q <- p q.
def orthogonal(self, m: Tensor) -> Tensor:
  tall = m.size(1) > m.size(2)
  x = torch.div(m, torch.add(torch.linalg_vector_norm(m, 2, [1, 2], True), 1e-7))
  s = torch.bmm(torch.transpose(x, 1, 2), x) if tall else torch.bmm(x, torch.transpose(x, 1, 2))
  q = s
  for i in range(5):
    p = torch.baddbmm(s, s, s, beta=-4.775, alpha=2.0315)
    torch.add_(torch.diagonal(p, 0, 1, 2), 3.4445)
    q = torch.bmm(p, q) if i > 0 else p
    if i < 4:
      s = torch.bmm(torch.bmm(p, s), p)
  return torch.bmm(x, q) if tall else torch.bmm(q, x)

# rate [] float64 on the CPU, w parameters [R, ...] of one shape, g gradients, b momenta: float32, one of each for every
# parameter, each seen as a matrix [R, the rest]. In place; returns the first momentum.
def step(self, rate: Tensor, w: List[Tensor], g: List[Tensor], b: List[Tensor]) -> Tensor:
  torch._foreach_lerp_(b, g, ${ONE_MINUS_MOMENTUM})
  m = torch._foreach_lerp(g, b, ${MOMENTUM}) if ${NESTEROV} else b
  if ${WEIGHT_DECAY} > 0.0:
    torch._foreach_mul_(w, 1.0 - float(rate)*${WEIGHT_DECAY})
  o = self.orthogonal(torch.flatten(torch.stack(m), 2))
  size = torch.sqrt(ops.prim.max(1.0, float(o.size(1)) / float(o.size(2))))
  for i in range(torch.len(w)):
    torch.add_(w[i], torch.reshape(o[i], w[i].size()), alpha=-float(rate)*size)
  return b[0]

# rate as above, step []: steps done, counted up in place, for networks without any other parameter; returns the step.
def count(self, rate: Tensor, step: Tensor) -> Tensor:
  return torch.add_(step, 1)
