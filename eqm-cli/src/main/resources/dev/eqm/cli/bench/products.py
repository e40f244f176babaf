# Products of square matrices in one type. Constant: TYPE, libtorch's number of that type.

# x -> x, rounded to the type
def rounded(self, x: Tensor) -> Tensor:
  return torch.to(x, ${TYPE})

# a [N, N] -> a a [N, N], in the type of a
def square(self, a: Tensor) -> Tensor:
  return torch.mm(a, a)

# a [N, N] -> the first row of a a [N], float32: one product, and almost nothing beside it
def row(self, a: Tensor) -> Tensor:
  return torch.to(torch.select(torch.mm(a, a), 0, 0), 6)

# x -> x in float64, which Java can read
def wide(self, x: Tensor) -> Tensor:
  return torch.to(x, 7)
