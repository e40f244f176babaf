# The blocks of SiT for sampling on a CPU: block.py's numbers from weights in oneDNN's own layout. No gradient.
# A product, its bias and the GELU are one operation of oneDNN. With BF16 products and attention run on bfloat16 and
# answer bfloat16; norms, softmax, modulations and the residual stream stay float32.
# Letters: N batch, T tokens, D width, K heads, E = D/K. Constants: HEADS = K, BF16.

# Rows that make queries, times E^(-1/2), by which attention divides its scores; the rows of keys and values as they are.
# x is qkv's weight [3D, D] or bias [3D].
def scaled(self, x: Tensor) -> Tensor:
  d = torch.size(x, 0) // 3
  return torch.cat([torch.mul(torch.slice(x, 0, 0, d), (d // ${HEADS}) ** -0.5), torch.slice(x, 0, d)])

# qkv, proj, fc1, fc2 of every block in turn (weight and bias each) -> the same, each weight packed for products with
# about as many rows as x [N, T, D] has; with BF16 queries come out scaled.
def pack(self, x: Tensor, w: List[Tensor]) -> List[Tensor]:
  rows = torch.size(x, 0) * torch.size(x, 1)
  out: List[Tensor] = []
  for i in range(torch.len(w) // 2):
    weight = w[2 * i]
    bias = w[2 * i + 1]
    if ${BF16}:
      if i % 4 == 0:
        weight = self.scaled(weight)
        bias = self.scaled(bias)
      weight = torch.to(weight, 15)
      bias = torch.to(bias, 15)
    out.append(ops.mkldnn._reorder_linear_weight(weight, rows))
    out.append(bias)
  return out

# x [N, T, D] times a packed weight, plus bias; then attr of algorithm ("gelu", "tanh"), or "none".
def linear(self, x: Tensor, weight: Tensor, bias: Tensor, attr: str, algorithm: str) -> Tensor:
  if ${BF16}:
    x = torch.to(x, 15)
  return ops.mkldnn._linear_pointwise(x, weight, bias, attr, annotate(List[Optional[number]], []), algorithm)

# LayerNorm without affine parameters, epsilon 1e-6, then x*(1 + scale) + shift; shift and scale [N, 1, D]
def modulated(self, x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
  return torch.addcmul(shift, torch.layer_norm(x, [torch.size(x, 2)], None, None, 1e-6), torch.add(scale, 1))

# softmax(qk)v for bfloat16, q scaled, qkv [3, N, K, T, E] -> [N, K, T, E]. libtorch's flash attention takes 1.3 to 2.2
# times as long on CPUs without matrix instructions. Some heads at a time, so that the scores stay in the cache.
def by_products(self, qkv: Tensor) -> Tensor:
  t, e, = torch.size(qkv)[3:]
  q, k, v, = torch.unbind(torch.view(torch.contiguous(qkv), [3, -1, t, e]))
  k = torch.transpose(k, 1, 2)
  y = torch.empty_like(q)
  heads = max(1, 524288 // (t * t))
  for i in range((torch.size(q, 0) + heads - 1) // heads):
    a = i * heads
    b = a + heads
    scores = torch.bmm(torch.slice(q, 0, a, b), torch.slice(k, 0, a, b))
    p = torch.to(torch.softmax(torch.to(scores, 6), -1), 15)
    torch.bmm(p, torch.slice(v, 0, a, b), out=torch.slice(y, 0, a, b))
  return torch.view(y, [-1, ${HEADS}, t, e])

# w = qkv, proj: rows of qkv are all of q, all of k, all of v.
def attention(self, x: Tensor, w: List[Tensor]) -> Tensor:
  n, t, d, = torch.size(x)
  qkv = torch.view(self.linear(x, w[0], w[1], "none", ""), [n, t, 3, ${HEADS}, d // ${HEADS}])
  qkv = torch.permute(qkv, [2, 0, 3, 1, 4])
  if ${BF16}:
    y = self.by_products(qkv)
  else:
    q, k, v, = torch.unbind(qkv)
    y = torch.scaled_dot_product_attention(q, k, v)
  return self.linear(torch.reshape(torch.transpose(y, 1, 2), [n, t, d]), w[2], w[3], "none", "")

# w = fc1, fc2
def mlp(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return self.linear(self.linear(x, w[0], w[1], "gelu", "tanh"), w[2], w[3], "none", "")

# x [N, T, D], modulation [N, 6D] as in block.py, w = packed qkv, proj, fc1, fc2 (weight, bias each) -> [N, T, D]
def block(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor:
  m = torch.chunk(torch.unsqueeze(modulation, 1), 6, 2)
  x1 = torch.addcmul(x, m[2], self.attention(self.modulated(x, m[0], m[1]), w))
  return torch.addcmul_(x1, m[5], self.mlp(self.modulated(x1, m[3], m[4]), torch.slice(w, 4)))

# One block after the other: modulations one for each block (more may follow), w eight arrays for each.
def blocks(self, x: Tensor, modulations: List[Tensor], w: List[Tensor]) -> Tensor:
  for i in range(torch.len(w) // 8):
    x = self.block(x, modulations[i], torch.slice(w, 8 * i, 8 * i + 8))
  return x
