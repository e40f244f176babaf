# Scores of features. float64 inside whatever the features' type, no gradient.
# Letters: N, M rows, D dimension, C classes, k neighbours. Constant: BLOCK rows that are compared at a time.

# x [N, D], y [M, D], p = degree, scale and offset as [3] -> [N, M]: (scale x y^T + offset)^degree
def polynomial(self, x: Tensor, y: Tensor, p: Tensor) -> Tensor:
  scaled = torch.mul(torch.matmul(x, torch.transpose(y, 0, 1)), torch.select(p, 0, 1))
  return torch.pow(torch.add(scaled, torch.select(p, 0, 2)), torch.select(p, 0, 0))

# The sum of k(x_i, x_j) over i in [first, first + rows) and all j but i.
def off_diagonal(self, x: Tensor, first: int, rows: int, p: Tensor) -> Tensor:
  whole = self.polynomial(torch.narrow(x, 0, first, rows), x, p)
  diagonal = torch.diagonal(torch.narrow(whole, 1, first, rows))
  return torch.sub(torch.sum(whole), torch.sum(diagonal))

# x [m, D], y [m, D] -> 0-d: the unbiased estimate of the squared maximum mean discrepancy: means of k(x, x') and
# k(y, y') over pairs of different rows, less twice the mean of k(x, y)
def mmd(self, x: Tensor, y: Tensor, p: Tensor) -> Tensor:
  a = torch.to(x, 7)
  b = torch.to(y, 7)
  m = torch.size(a, 0)
  within = torch.zeros_like(torch.select(p, 0, 0))
  between = torch.zeros_like(within)
  for i in range((m + ${BLOCK} - 1) // ${BLOCK}):
    first = i * ${BLOCK}
    rows = ops.prim.min(${BLOCK}, m - first)
    within = torch.add(within, self.off_diagonal(a, first, rows, p))
    within = torch.add(within, self.off_diagonal(b, first, rows, p))
    between = torch.add(between, torch.sum(self.polynomial(torch.narrow(a, 0, first, rows), b, p)))
  return torch.sub(torch.div(within, m * (m - 1)), torch.div(between, m * m), alpha=2)

# logits [N, C] -> 0-d: exp of the mean over rows of KL(p(y|x) || p(y)), p(y) the mean of these rows
def inception_score(self, logits: Tensor) -> Tensor:
  logs = torch.log_softmax(torch.to(logits, 7), 1)
  p = torch.exp(logs)
  marginal = torch.log(torch.mean(p, [0], True))
  ratio = torch.sub(logs, marginal)
  terms = torch.where(torch.gt(p, 0.), torch.mul(p, ratio), torch.zeros_like(p))
  return torch.exp(torch.mean(torch.sum(terms, [1])))

# x [N, D], y [M, D], both float64 -> [N, M] squared distances, not negative
def squares(self, x: Tensor, y: Tensor) -> Tensor:
  norms = torch.add(torch.unsqueeze(torch.sum(torch.mul(x, x), [1]), 1), torch.sum(torch.mul(y, y), [1]))
  return torch.clamp(torch.addmm(norms, x, torch.transpose(y, 0, 1), beta=1, alpha=-2), min=0)

# x [N, D], rows [2] int64 = first and number, center [D] float64, k [1] int64 -> [number]: the squared distance of each
# of these rows to its k-th neighbour among all others
def radii(self, x: Tensor, rows: Tensor, center: Tensor, k: Tensor) -> Tensor:
  first = int(torch.select(rows, 0, 0))
  number = int(torch.select(rows, 0, 1))
  wanted = int(k) + 1
  some = torch.sub(torch.to(torch.narrow(x, 0, first, number), 7), center)
  best = torch.full([number, wanted], 1.7e308, dtype=7, device=x.device)
  n = torch.size(x, 0)
  for i in range((n + ${BLOCK} - 1) // ${BLOCK}):
    width = ops.prim.min(${BLOCK}, n - i * ${BLOCK})
    others = torch.sub(torch.to(torch.narrow(x, 0, i * ${BLOCK}, width), 7), center)
    both = torch.cat([best, self.squares(some, others)], 1)
    best, at, = torch.topk(both, wanted, 1, False)
  return torch.select(best, 1, wanted - 1)

# real [N, D], fake [M, D], rows [2] int64 = first and number of fake rows, radii of real [N] and of fake [M]
# -> for these fake rows: in how many balls of real rows each lies [number]; for all real rows: 1 if one of these fake
# rows lies in its ball [N]; 1 if it lies in the ball of one of these fake rows [N]
def inside(self, real: Tensor, fake: Tensor, rows: Tensor, center: Tensor, real_radii: Tensor, fake_radii: Tensor) -> List[Tensor]:
  first = int(torch.select(rows, 0, 0))
  number = int(torch.select(rows, 0, 1))
  some = torch.sub(torch.to(torch.narrow(fake, 0, first, number), 7), center)
  own = torch.unsqueeze(torch.narrow(fake_radii, 0, first, number), 1)
  counts = torch.zeros([number], dtype=7, device=real.device)
  covered: List[Tensor] = []
  recalled: List[Tensor] = []
  n = torch.size(real, 0)
  for i in range((n + ${BLOCK} - 1) // ${BLOCK}):
    width = ops.prim.min(${BLOCK}, n - i * ${BLOCK})
    others = torch.sub(torch.to(torch.narrow(real, 0, i * ${BLOCK}, width), 7), center)
    d = self.squares(some, others)
    hit = torch.le(d, torch.narrow(real_radii, 0, i * ${BLOCK}, width))
    counts = torch.add(counts, torch.sum(hit, [1]))
    covered.append(torch.to(torch.any(hit, 0), 7))
    recalled.append(torch.to(torch.any(torch.le(d, own), 0), 7))
  return [counts, torch.cat(covered), torch.cat(recalled)]

# x [N, D] -> [D] float64, the mean
def center(self, x: Tensor) -> Tensor:
  return torch.div(torch.sum(x, [0], dtype=7), torch.size(x, 0))

# x [N, D] -> 0-d: exp of the entropy of the eigenvalues of K/N, K the cosines of all pairs of rows. They are those of
# the smaller of Z Z^T / N and Z^T Z / N, Z the rows at length 1; rows of zeros are like no other.
def vendi(self, x: Tensor) -> Tensor:
  a = torch.to(x, 7)
  z = torch.div(a, torch.clamp(torch.sqrt(torch.sum(torch.mul(a, a), [1], True)), 1e-300))
  n = torch.size(z, 0)
  t = torch.transpose(z, 0, 1)
  k = torch.matmul(z, t)
  if n > torch.size(z, 1):
    k = torch.matmul(t, z)
  p = torch.clamp(torch.div(torch.linalg_eigvalsh(k), n), 1e-300)
  return torch.exp(torch.neg(torch.sum(torch.mul(p, torch.log(p)))))
