# The stages of a KL autoencoder (Stable Diffusion's). Inputs and answers float32; with BF16 the convolutions, the
# matrix products and the norm between two convolutions of a stage run on bfloat16, as do their weights.
# With ROUND_ONLY the same rounded operands are multiplied in float32: for CPUs whose libtorch has no fast bfloat16
# convolution (no AVX-512), where the plain bfloat16 loop is 200 times slower.
# Differentiable once (flash attention has no second derivative).
# Letters: N batch, C and D channels, H rows, W columns, T = H*W places. Constants: GROUPS of the norms, BF16,
# ROUND_ONLY.

# The operand of convolutions and matrix products.
def operand(self, x: Tensor) -> Tensor:
  if ${BF16}:
    rounded = torch.to(x, 15)
    if ${ROUND_ONLY}:
      return torch.to(rounded, 6)
    return rounded
  return x

def convolved(self, x: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
  return torch.conv2d(self.operand(x), self.operand(weight), self.operand(bias), [1, 1], [padding, padding], [1, 1], 1)

# Group norm, epsilon 1e-6, in the type of x.
def norm(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.group_norm(x, ${GROUPS}, torch.type_as(weight, x), torch.type_as(bias, x), 1e-6, True)

def activated(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.silu_(self.norm(x, weight, bias))

# x [N, C, H, W], w = (weight [D, C, 3, 3], bias) -> [N, D, H, W]
def conv3(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.type_as(self.convolved(x, w[0], w[1], 1), x)

# x [N, C, H, W], w = (weight [D, C, 1, 1], bias) -> [N, D, H, W]
def conv1(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.type_as(self.convolved(x, w[0], w[1], 0), x)

# x [N, C, H, W], w = norm1, conv1, norm2, conv2 and, if C is not D, a 1x1 shortcut (weight, bias each) -> [N, D, H, W]
def residual(self, x: Tensor, w: List[Tensor]) -> Tensor:
  h = self.convolved(self.activated(x, w[0], w[1]), w[2], w[3], 1)
  h = self.convolved(self.activated(h, w[4], w[5]), w[6], w[7], 1)
  if torch.len(w) > 8:
    return torch.add(torch.type_as(self.convolved(x, w[8], w[9], 0), x), h)
  return torch.add(x, h)

# x [N, C, H, W], w = norm, q, k, v, out (weight, bias each) -> the same shape; one head of width C over T places.
def attention(self, x: Tensor, w: List[Tensor]) -> Tensor:
  n, c, height, width, = torch.size(x)
  rows = torch.unsqueeze(torch.transpose(torch.flatten(self.norm(x, w[0], w[1]), 2), 1, 2), 1)
  h = self.operand(rows)
  q = torch.linear(h, self.operand(w[2]), self.operand(w[3]))
  k = torch.linear(h, self.operand(w[4]), self.operand(w[5]))
  v = torch.linear(h, self.operand(w[6]), self.operand(w[7]))
  y = torch.linear(torch.scaled_dot_product_attention(q, k, v), self.operand(w[8]), self.operand(w[9]))
  return torch.add(x, torch.reshape(torch.transpose(torch.squeeze(y, 1), 1, 2), [n, c, height, width]))

# x [N, C, H, W] -> [N, C, H/2, W/2]; zeros stand below and to the right only.
def downsample(self, x: Tensor, w: List[Tensor]) -> Tensor:
  padded = torch.constant_pad_nd(self.operand(x), [0, 1, 0, 1], 0)
  y = torch.conv2d(padded, self.operand(w[0]), self.operand(w[1]), [2, 2], [0, 0], [1, 1], 1)
  return torch.type_as(y, x)

# x [N, C, H, W] -> [N, C, 2H, 2W]
def upsample(self, x: Tensor, w: List[Tensor]) -> Tensor:
  height, width, = torch.size(x)[2:]
  wide = torch.upsample_nearest2d(self.operand(x), [2 * height, 2 * width], None, None)
  return torch.type_as(self.convolved(wide, w[0], w[1], 1), x)

# x [N, C, H, W], w = norm, conv (weight, bias each) -> [N, D, H, W]
def head(self, x: Tensor, w: List[Tensor]) -> Tensor:
  return torch.type_as(self.convolved(self.activated(x, w[0], w[1]), w[2], w[3], 1), x)
