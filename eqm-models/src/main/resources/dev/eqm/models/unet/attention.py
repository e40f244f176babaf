# Self-attention over the pixels of a feature map, as in ADM ("new" order: all of q, all of k, all of v, then heads).
# float32 outside of products; differentiable once, with TWICE twice. Letters: N batch, C channels, T = H*W, K heads.
# Constants: HEADS = K, BF16, TWICE.

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if ${BF16}:
    return torch.type_as(torch.conv1d(torch.to(x, 15), torch.to(weight, 15), torch.to(bias, 15)), x)
  return torch.conv1d(x, weight, bias)

# x [N, C, H, W], w = norm, qkv [3C, C, 1], proj_out [C, C, 1] (weight, bias each) -> [N, C, H, W]
def block(self, x: Tensor, w: List[Tensor]) -> Tensor:
  flat = torch.flatten(x, 2)
  n, c, t, = torch.size(flat)
  qkv = self.linear(torch.group_norm(flat, 32, w[0], w[1], 1e-5), w[2], w[3])
  heads = torch.transpose(torch.reshape(qkv, [n, 3, ${HEADS}, c // ${HEADS}, t]), 3, 4)
  q, k, v, = torch.unbind(heads, 1)
  if ${TWICE}:
    scaled = torch.mul(q, (c // ${HEADS}) ** -0.5)
    y = torch.matmul(torch.softmax(torch.matmul(scaled, torch.transpose(k, 2, 3)), -1), v)
  else:
    y = torch.scaled_dot_product_attention(q, k, v)
  back = torch.reshape(torch.transpose(y, 2, 3), [n, c, t])
  return torch.reshape(torch.add(flat, self.linear(back, w[4], w[5])), torch.size(x))
