# Dispersive regulariser. float32 or float64, differentiable once; equal rows have distance 0 and give no gradient.

# z [N, ...] -> log mean_ij exp(-|z_i - z_j|^2 / M) over the full N x N matrix, []
# pdist holds N(N-1)/2 numbers, never N x N x M; the diagonal terms are exp(0), so the mean cannot underflow.
def dispersion(self, z: Tensor) -> Tensor:
  rows = torch.flatten(z, 1)
  n, m, = torch.size(rows)
  upper = torch.div(torch.pow(torch.pdist(rows), 2), m)
  all = torch.cat([upper, upper, torch.new_zeros(upper, [n])])
  return torch.log(torch.mean(torch.exp(torch.neg(all))))
