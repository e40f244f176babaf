# x -> bfloat16
def narrow(self, x: Tensor) -> Tensor:
  return torch.to(x, 15)

# x bfloat16 -> float64
def widened(self, x: Tensor) -> Tensor:
  return torch.to(x, 7)
