# Elementwise operations; numbers are 0-d tensors. Twice differentiable; dtype of x.

# x, y of one shape, s [] -> x + s*y
def axpy(self, x: Tensor, s: Tensor, y: Tensor) -> Tensor:
  return torch.addcmul(x, y, s)

# x, y of one shape, s [] -> [x + s*y, s*y]
def moved(self, x: Tensor, s: Tensor, y: Tensor) -> List[Tensor]:
  return [torch.addcmul(x, y, s), torch.mul(y, s)]

# x, s [] -> s*x
def scale(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.mul(x, s)

# x [N, ...] -> [N]
def sample_norms(self, x: Tensor) -> Tensor:
  return torch.linalg_vector_norm(torch.flatten(x, 1), 2, [1])

# x [N, ...], index int64 [M] -> x[index], [M, ...]
def rows(self, x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 0, index)

# x, s [] -> x + s, x - s, s - x
def add(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.add(x, s)

def sub(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.sub(x, s)

def rsub(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.sub(s, x)

# x, s [] -> x / s, s / x
def div(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.div(x, s)

def rdiv(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.div(s, x)

# x, s [] -> x to the power s
def pow(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.pow(x, s)

# x, s [] -> the larger, the smaller; clamp gives the whole gradient to x where both are equal, maximum would halve it
def max(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.clamp(x, s, None)

def min(self, x: Tensor, s: Tensor) -> Tensor:
  return torch.clamp(x, None, s)

# x, low [], high [] -> x cut to [low, high]
def clip(self, x: Tensor, low: Tensor, high: Tensor) -> Tensor:
  return torch.clamp(x, low, high)

# x -> x^2, -x
def square(self, x: Tensor) -> Tensor:
  return torch.mul(x, x)

def neg(self, x: Tensor) -> Tensor:
  return torch.neg(x)
