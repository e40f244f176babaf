# One transformer block of SiT. Residual stream and weights float32; with BF16 the products run on bfloat16 copies.
# Differentiable once (flash attention has no second derivative), with TWICE twice.
# Letters: N batch, T tokens, D width, K heads. Constants: HEADS = K, BF16, BF16_ATTENTION (softmax(qk)v on bfloat16 too).

# The operand type of matrix products.
def operand(self, x: Tensor) -> Tensor:
  if ${BF16}:
    return torch.to(x, 15)
  return x

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.linear(self.operand(x), self.operand(weight), self.operand(bias))

# LayerNorm without affine parameters, epsilon 1e-6: [N, T, D] -> [N, T, D]
def norm(self, x: Tensor) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 2)], None, None, 1e-6)

# x [N, T, D], shift and scale [N, 1, D] -> x*(1 + scale) + shift
def modulate(self, x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
  return torch.addcmul(shift, x, torch.add(scale, 1))

# x [N, T, D], w = qkv and proj (weight, bias) -> [N, T, D]. Rows of qkv: all of q, all of k, all of v.
def attention(self, x: Tensor, w: List[Tensor]) -> Tensor:
  n, t, d, = torch.size(x)
  qkv = self.linear(x, w[0], w[1])
  if not ${BF16_ATTENTION}:
    qkv = torch.type_as(qkv, x)
  qkv = torch.view(qkv, [n, t, 3, ${HEADS}, d // ${HEADS}])
  q, k, v, = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]))
  if ${TWICE}:
    scaled = torch.mul(q, (d // ${HEADS}) ** -0.5)
    y = torch.matmul(torch.softmax(torch.matmul(scaled, torch.transpose(k, 2, 3)), -1), v)
  else:
    y = torch.scaled_dot_product_attention(q, k, v)
  y = torch.reshape(torch.transpose(y, 1, 2), [n, t, d])
  return torch.type_as(self.linear(y, w[2], w[3]), x)

# GELU, tanh approximation, as u * sigmoid(a*u + b*u^3): 0.5*(1 + tanh(z)) = sigmoid(2z), and a sigmoid takes a third
# of the time of a tanh. Where a gradient flows, the derivative d is computed along with the value, and the result is
# u*d + (value - u*d): the value again, whose backward pass is one product. With TWICE the second derivative e joins:
# value + z*(d + z*e/2) with z = u - u, which is 0, has value, first and second derivative of the GELU.
def gelu(self, u: Tensor) -> Tensor:
  if ${BF16}:
    return torch.gelu(u, approximate="tanh")
  v = torch.detach(u)
  q = torch.mul(v, v)
  s = torch.sigmoid_(torch.mul_(torch.add_(torch.mul(q, 0.07135481282640226), 1.5957691216057308), v))
  if not u.requires_grad:
    return torch.mul_(s, v)
  p = torch.mul_(torch.add_(torch.mul_(q, 0.21406443847920677), 1.5957691216057308), v)
  d = torch.mul_(torch.add_(torch.addcmul_(p, p, s, value=-1), 1), s)
  if ${TWICE}:
    return self.second_order(u, v, s, d)
  rest = torch.addcmul_(torch.mul_(s, v), v, d, value=-1)
  return torch.add(torch.mul(u, d), rest)

# u, its numbers v, s the sigmoid, d the first derivative -> the GELU of u, to second order around v.
# s' = s*(1 - s)*w, w = a + 3b*v^2; e = 2s' + v*s*(1 - s)*((1 - 2s)*w^2 + 6b*v) = s*(1 - s)*(2w + v*((1 - 2s)*w^2 + 6b*v))
def second_order(self, u: Tensor, v: Tensor, s: Tensor, d: Tensor) -> Tensor:
  w = torch.add_(torch.mul(torch.mul(v, v), 0.21406443847920677), 1.5957691216057308)
  slope = torch.addcmul(s, s, s, value=-1)
  e = torch.mul_(torch.mul(w, w), torch.add_(torch.mul(s, -2), 1))
  e = torch.mul_(torch.add_(torch.mul_(torch.add_(e, v, alpha=0.42812887695841354), v), w, alpha=2), slope)
  z = torch.sub(u, v)
  return torch.add(torch.mul(z, torch.add(torch.mul(z, torch.mul_(e, 0.5)), d)), torch.mul(s, v))

# x [N, T, D], w = fc1 and fc2 (weight, bias) -> [N, T, D]
def mlp(self, x: Tensor, w: List[Tensor]) -> Tensor:
  y = self.gelu(self.linear(x, w[0], w[1]))
  return torch.type_as(self.linear(y, w[2], w[3]), x)

# x [N, T, D], modulation [N, 6D] (shift, scale, gate of attention; shift, scale, gate of the MLP),
# w = qkv, proj, fc1, fc2 (weight, bias each) -> [N, T, D]
def block(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor:
  parts = torch.chunk(torch.unsqueeze(modulation, 1), 6, 2)
  h = self.modulate(self.norm(x), parts[0], parts[1])
  x1 = torch.addcmul(x, parts[2], self.attention(h, w))
  h1 = self.modulate(self.norm(x1), parts[3], parts[4])
  return torch.addcmul(x1, parts[5], self.mlp(h1, torch.slice(w, 4)))
