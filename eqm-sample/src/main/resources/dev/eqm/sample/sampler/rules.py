# Update rules, row by row. x, g, m, v [N, ...] of one float type, numbers h [K] float64 on the same
# device; results keep the type of x. No gradient needed.

# x, y [N, ...], s [N] -> x + s*y, every row with a scalar of its own
def axpy_rows(self, x: Tensor, s: Tensor, y: Tensor) -> Tensor:
  shape = torch.ones_like(torch.select(torch.flatten(x, 1), 1, 0))
  rows = torch.unsqueeze(torch.type_as(torch.mul(shape, s), x), 1)
  return torch.reshape(torch.addcmul(torch.flatten(x, 1), torch.flatten(y, 1), rows), torch.size(x))

# h = [beta1, beta2, 1 - beta1^k, 1 - beta2^k, eps] -> [new m, new v, direction]
def adam(self, g: Tensor, m: Tensor, v: Tensor, h: Tensor) -> List[Tensor]:
  b1 = torch.select(h, 0, 0)
  b2 = torch.select(h, 0, 1)
  m2 = torch.add(torch.mul(m, b1), torch.mul(g, torch.rsub(b1, 1)))
  v2 = torch.add(torch.mul(v, b2), torch.mul(torch.mul(g, g), torch.rsub(b2, 1)))
  mean = torch.div(m2, torch.select(h, 0, 2))
  root = torch.sqrt(torch.div(v2, torch.select(h, 0, 3)))
  return [m2, v2, torch.div(mean, torch.add(root, torch.select(h, 0, 4)))]

# s [N], h = [beta, 1 - beta^k, eps] -> [new s, 1 / (sqrt(s / (1 - beta^k)) + eps)], both [N]
def rms(self, g: Tensor, s: Tensor, h: Tensor) -> List[Tensor]:
  beta = torch.select(h, 0, 0)
  square = torch.mean(torch.flatten(torch.mul(g, g), 1), [1])
  s2 = torch.add(torch.mul(s, beta), torch.mul(square, torch.rsub(beta, 1)))
  root = torch.sqrt(torch.div(s2, torch.select(h, 0, 1)))
  return [s2, torch.reciprocal(torch.add(root, torch.select(h, 0, 2)))]

# x, g now, x0, g0 before, h = [first, least, most] -> [N] steps: <s,s>/<s,y> in [least, most]
# where <s,y> > 0, else first; s = x - x0, y = g - g0
def barzilai_borwein(self, x: Tensor, g: Tensor, x0: Tensor, g0: Tensor, h: Tensor) -> Tensor:
  s = torch.flatten(torch.sub(x, x0), 1)
  y = torch.flatten(torch.sub(g, g0), 1)
  sy = torch.sum(torch.mul(s, y), [1])
  ss = torch.sum(torch.mul(s, s), [1])
  first = torch.mul(torch.ones_like(sy), torch.select(h, 0, 0))
  least = torch.mul(torch.ones_like(sy), torch.select(h, 0, 1))
  most = torch.mul(torch.ones_like(sy), torch.select(h, 0, 2))
  step = torch.maximum(torch.minimum(torch.div(ss, sy), most), least)
  return torch.where(torch.gt(sy, 0), step, first)
