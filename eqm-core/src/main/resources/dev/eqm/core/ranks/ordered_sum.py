# What a rank does with the arrays of a bucket. float32, run without a graph, in place.

# mine [N, K], g: arrays of at most N*K numbers together -> mine, which begins with them, one after the other
def pack(self, mine: Tensor, g: List[Tensor]) -> Tensor:
  flat = mine.view(-1)
  at = 0
  for x in g:
    n = x.numel()
    flat.narrow(0, at, n).copy_(x.reshape(-1))
    at += n
  return mine

# mine [N, K] as above, g: the same arrays -> mine; each array holds its numbers again
def unpack(self, mine: Tensor, g: List[Tensor]) -> Tensor:
  flat = mine.view(-1)
  at = 0
  for x in g:
    n = x.numel()
    x.copy_(flat.narrow(0, at, n).view(x.size()))
    at += n
  return mine

# theirs [N, K]: row 0 becomes the sum of all rows, added from the first to the last
def add(self, theirs: Tensor) -> Tensor:
  sum = theirs[0]
  for r in range(1, theirs.size(0)):
    sum.add_(theirs[r])
  return theirs
