# One transformer block of SiT as a textbook writes it, float32, one operation after the other. Its gradients are rounded
# as the machine rounds; the kernel's must not be rounded much worse.
# Letters: N batch, T tokens, D width, K heads. Constant: HEADS = K.

# x [N, T, D], shift and scale [N, 1, D] -> norm(x)*(1 + scale) + shift
def modulated(self, x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
  mean = torch.mean(x, [2], True)
  centred = torch.sub(x, mean)
  variance = torch.mean(torch.mul(centred, centred), [2], True)
  normed = torch.div(centred, torch.sqrt(torch.add(variance, 1e-6)))
  return torch.add(torch.mul(normed, torch.add(scale, 1)), shift)

# x [N, T, D], w = qkv and proj (weight, bias) -> [N, T, D]
def attention(self, x: Tensor, w: List[Tensor]) -> Tensor:
  n, t, d, = torch.size(x)
  qkv = torch.view(torch.linear(x, w[0], w[1]), [n, t, 3, ${HEADS}, d // ${HEADS}])
  q, k, v, = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]))
  scores = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), (d // ${HEADS}) ** -0.5)
  y = torch.matmul(torch.softmax(scores, -1), v)
  return torch.linear(torch.reshape(torch.transpose(y, 1, 2), [n, t, d]), w[2], w[3])

# x [N, T, D], modulation [N, 6D], w as in block.py -> [N, T, D]
def block(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor:
  parts = torch.chunk(torch.unsqueeze(modulation, 1), 6, 2)
  x1 = torch.add(x, torch.mul(parts[2], self.attention(self.modulated(x, parts[0], parts[1]), w)))
  hidden = torch.linear(self.modulated(x1, parts[3], parts[4]), w[4], w[5])
  y = torch.linear(torch.gelu(hidden, approximate="tanh"), w[6], w[7])
  return torch.add(x1, torch.mul(parts[5], y))
