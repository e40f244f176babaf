# A residual MLP on flattened states. Weights, residual stream and answer float32; with BF16 the products of the layers run
# on bfloat16 copies. Twice differentiable. Letters: N batch, S = C*H*W numbers of a state, D width.
# Constants: DEPTH layers, BF16, X_FREQUENCIES and T_FREQUENCIES of the inputs, TIME (the network sees t).

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if ${BF16}:
    return torch.type_as(torch.linear(torch.to(x, 15), torch.to(weight, 15), torch.to(bias, 15)), x)
  return torch.linear(x, weight, bias)

# x [N, S] -> [N, S*(1 + 2k)]: x, then the sines, then the cosines of 2^j*pi*x_s, j = 0 ... k-1 the fastest index.
def fourier(self, x: Tensor, k: int) -> Tensor:
  j = torch.arange(k, dtype=x.dtype, device=x.device)
  scales = torch.mul(torch.exp2(j), 3.141592653589793)
  angles = torch.flatten(torch.mul(torch.unsqueeze(x, 2), scales), 1)
  return torch.cat([x, torch.sin(angles), torch.cos(angles)], 1)

# labels [N] int64, t [N] or [1], w = label table [classes + 1, D], then (weight, bias) of t if TIME -> [N, D]
def conditioning(self, labels: Tensor, t: Tensor, w: List[Tensor]) -> Tensor:
  c = torch.embedding(w[0], labels)
  if ${TIME}:
    c = torch.add(c, torch.linear(self.fourier(torch.unsqueeze(t, 1), ${T_FREQUENCIES}), w[1], w[2]))
  return c

# x [N, C, H, W], c [N, D], w = (weight, bias) of the input, of DEPTH layers, of the output
# -> the answer, shape of x, and the last activations [N, D]
def answer(self, x: Tensor, c: Tensor, w: List[Tensor]) -> List[Tensor]:
  features = self.fourier(torch.flatten(x, 1), ${X_FREQUENCIES})
  h = torch.add(torch.linear(features, w[0], w[1]), c)
  for i in range(${DEPTH}):
    h = torch.add(h, self.linear(torch.silu(h), w[2 * i + 2], w[2 * i + 3]))
  z = torch.silu(h)
  f = torch.linear(z, w[2 * ${DEPTH} + 2], w[2 * ${DEPTH} + 3])
  return [torch.reshape(f, torch.size(x)), z]
