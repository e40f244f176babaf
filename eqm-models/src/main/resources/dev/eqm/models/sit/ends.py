# Everything of SiT around the blocks: embeddings, modulations, last layer. float32, differentiable.
# Constants: PATCH = p, GRID = tokens a side, CHANNELS = C of the answer, OUT = channels of the last layer.

# x [N, C, H, W], w = proj (weight [D, C, p, p], bias) -> [N, T, D]: the patch convolution as one product.
# Token index = row * GRID + column.
def patches(self, x: Tensor, w: List[Tensor]) -> Tensor:
  n, c, = torch.size(x)[:2]
  cut = torch.view(x, [n, c, ${GRID}, ${PATCH}, ${GRID}, ${PATCH}])
  rows = torch.reshape(torch.permute(cut, [0, 2, 4, 1, 3, 5]), [n, ${GRID} * ${GRID}, -1])
  return torch.linear(rows, torch.flatten(w[0], 1), w[1])

# The same plus the position table pos [1, T, D] (second of w).
def embed(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.add(self.patches(x, w), w[2])

# labels [N] int64, w = table [classes + 1, D] -> [N, D]
def label_embedding(self, labels: Tensor, w: List[Tensor]) -> Tensor:
  return torch.embedding(w[0], labels)

# c [N, D], w = pairs (weight, bias) of all adaLN layers -> linear(silu(c)) for each
def modulations(self, c: Tensor, w: List[Tensor]) -> List[Tensor]:
  s = torch.silu(c)
  out: List[Tensor] = []
  for i in range(torch.len(w) // 2):
    out.append(torch.linear(s, w[2 * i], w[2 * i + 1]))
  return out

# x [N, T, D], modulation [N, 2D] (shift, scale), w = linear (weight, bias) -> [N, T, p*p*OUT]
def final_tokens(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor:
  shift, scale, = torch.chunk(torch.unsqueeze(modulation, 1), 2, 2)
  h = torch.layer_norm(x, [torch.size(x, 2)], None, None, 1e-6)
  return torch.linear(torch.addcmul(shift, h, torch.add(scale, 1)), w[0], w[1])

# tokens [N, T, p*p*OUT] -> [N, OUT, H, W]; inside a token: row, column, channel (fastest)
def unpatchify(self, tokens: Tensor) -> Tensor:
  cut = torch.view(tokens, [-1, ${GRID}, ${GRID}, ${PATCH}, ${PATCH}, ${OUT}])
  return torch.reshape(torch.permute(cut, [0, 5, 1, 3, 2, 4]), [-1, ${OUT}, ${GRID} * ${PATCH}, ${GRID} * ${PATCH}])

# The answer: the first CHANNELS of the image that the last layer makes.
def final(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor:
  image = self.unpatchify(self.final_tokens(x, modulation, w))
  return torch.slice(image, 1, 0, ${CHANNELS})
