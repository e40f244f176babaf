# Mean and scatter matrix of features, one block at a time; float64 throughout, no gradient. Changed in place.
# Letters: D dimension, n rows of a block, N rows so far. count [1], mean [D], scatter [D, D] = sum of (x - mean)(x - mean)^T,
# of which the lower triangle alone is kept. Constant: EDGE of the square parts that a scatter matrix is computed in.

# sizes [2] int64 = D and rows of the waiting block -> zeros: count [1], mean [D], scatter [D, D], waiting [rows, D]
def start(self, sizes: Tensor) -> List[Tensor]:
  d = int(torch.select(sizes, 0, 0))
  rows = int(torch.select(sizes, 0, 1))
  at = sizes.device
  return [torch.zeros([1], dtype=7, device=at), torch.zeros([d], dtype=7, device=at), torch.zeros([d, d], dtype=7, device=at), torch.zeros([rows, d], dtype=7, device=at)]

# x [n, D] of any type becomes the rows from `first` [1] int64 on of waiting [rows, D]
def wait(self, waiting: Tensor, first: Tensor, x: Tensor) -> Tensor:
  return torch.copy_(torch.narrow(waiting, 0, int(first), torch.size(x, 0)), x)

# x [n, D] joins. With m the mean of the block, delta = m - mean, the scatter grows by that of the block around m and by
# n*N/(n + N) delta delta^T (Chan, Golub, LeVeque 1979): one more row of the same product.
def add(self, count: Tensor, mean: Tensor, scatter: Tensor, x: Tensor) -> Tensor:
  block = torch.to(x, 7)
  n = float(torch.size(block, 0))
  before = float(count)
  m = torch.mean(block, [0])
  delta = torch.sub(m, mean)
  between = torch.mul(delta, (n * before / (n + before)) ** 0.5)
  rows = torch.cat([torch.sub(block, m), torch.unsqueeze(between, 0)])
  d = torch.size(rows, 1)
  for i in range((d + ${EDGE} - 1) // ${EDGE}):
    top = i * ${EDGE}
    high = ops.prim.min(${EDGE}, d - top)
    left = torch.transpose(torch.narrow(rows, 1, top, high), 0, 1)
    wide = top + high
    part = torch.narrow(torch.narrow(scatter, 0, top, high), 1, 0, wide)
    grown = torch.addmm_(part, left, torch.narrow(rows, 1, 0, wide))
  moved = torch.add_(mean, delta, alpha=n / (n + before))
  return torch.add_(count, n)

# The rows of another accumulator join: the same with its scatter.
def merge(self, count: Tensor, mean: Tensor, scatter: Tensor, count2: Tensor, mean2: Tensor, scatter2: Tensor) -> Tensor:
  a = float(count)
  b = float(count2)
  if a + b > 0:
    delta = torch.sub(mean2, mean)
    both = torch.add_(scatter, scatter2)
    whole = torch.addr_(scatter, delta, delta, alpha=a * b / (a + b))
    moved = torch.add_(mean, delta, alpha=b / (a + b))
  return torch.add_(count, count2)

# The unbiased covariance, [D, D], symmetric: both triangles from the lower one.
def covariance(self, scatter: Tensor, count: Tensor) -> Tensor:
  low = torch.tril(scatter)
  whole = torch.add(low, torch.transpose(torch.tril(scatter, -1), 0, 1))
  return torch.div(whole, torch.sub(count, 1))
