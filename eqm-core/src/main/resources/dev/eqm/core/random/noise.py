# Random rows, each from a CPU generator of its own. float32, no gradient. All arguments are on the CPU.

# seeds [N] int64, size [1] int64 = M -> [N, M], standard normal
def normal_rows(self, seeds: Tensor, size: Tensor) -> Tensor:
  m = int(size)
  rows: List[Tensor] = []
  for i in range(torch.len(seeds)):
    g = torch.Generator(device=torch.device("cpu"), seed=int(torch.select(seeds, 0, i)))
    rows.append(torch.randn([m], generator=g))
  return torch.stack(rows)

# seeds [N] int64, size [1] int64 = M -> [N, M], uniform in [0, 1)
def uniform_rows(self, seeds: Tensor, size: Tensor) -> Tensor:
  m = int(size)
  rows: List[Tensor] = []
  for i in range(torch.len(seeds)):
    g = torch.Generator(device=torch.device("cpu"), seed=int(torch.select(seeds, 0, i)))
    rows.append(torch.rand([m], generator=g))
  return torch.stack(rows)
