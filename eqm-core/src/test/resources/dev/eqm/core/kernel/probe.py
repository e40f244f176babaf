# What the tests of Kernel call.

# x, y of one shape -> x + y
def add(self, x: Tensor, y: Tensor) -> Tensor:
  return torch.add(x, y)

# x, w of one shape -> x read as a digit in front of the w's: 1, [2, 3, 5] -> 1235
def weighted(self, x: Tensor, w: List[Tensor]) -> Tensor:
  y = x
  for v in w:
    y = torch.add(torch.mul(y, 10), v)
  return y

# x [1], w: one of [1] -> x*w, []
def first_weighted(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.sum(torch.mul(x, w[0]))

# x, w, g, y of one shape -> sum of w, sum of g, x + y
def two_lists(self, x: Tensor, w: List[Tensor], g: List[Tensor], y: Tensor) -> List[Tensor]:
  return [torch.sum(torch.stack(w), [0]), torch.sum(torch.stack(g), [0]), torch.add(x, y)]

# w: in place w + 1; returns the first.
def grow(self, w: List[Tensor]) -> Tensor:
  for v in w:
    torch.add_(v, 1)
  return w[0]
