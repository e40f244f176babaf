# Time embedding. float32, differentiable in the weights. Constant: WIDTH of the sinusoid.

# t [N] -> [N, WIDTH]: cosines, then sines, of t * 10000^(-k/half); a zero column if WIDTH is odd.
def sinusoid(self, t: Tensor) -> Tensor:
  half = ${WIDTH} // 2
  k = torch.arange(half, dtype=t.dtype, device=t.device)
  angles = torch.mul(torch.unsqueeze(t, 1), torch.exp(torch.mul(k, -9.210340371976184 / half)))
  out = torch.cat([torch.cos(angles), torch.sin(angles)], 1)
  if ${WIDTH} % 2 == 1:
    out = torch.cat([out, torch.new_zeros(out, [torch.size(t, 0), 1])], 1)
  return out

# t [N], w = mlp.0 and mlp.2 (weight, bias) -> [N, D]
def embedding(self, t: Tensor, w: List[Tensor]) -> Tensor:
  return torch.linear(torch.silu(torch.linear(self.sinusoid(t), w[0], w[1])), w[2], w[3])
