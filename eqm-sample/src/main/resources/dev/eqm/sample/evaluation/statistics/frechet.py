# The Frechet distance of two Gaussians. float64, no gradient. Letter: D dimension.

# sigma [D, D], symmetric, positive but for rounding -> W [D, D] with W^T W = sigma: rows sqrt(lambda_i) v_i^T.
# Eigenvalues below what rounding makes of 0 are 0.
def root(self, sigma: Tensor) -> Tensor:
  values, vectors, = torch.linalg_eigh(sigma)
  largest = torch.max(torch.abs(values))
  noise = torch.mul(largest, 16 * 2.220446049250313e-16)
  real = torch.where(torch.gt(values, noise), values, torch.zeros_like(values))
  return torch.mul(torch.transpose(vectors, 0, 1), torch.unsqueeze(torch.sqrt(real), 1))

# mu [D] and sigma [D, D] of both -> [2]: |mu1 - mu2|^2, then tr(sigma1 + sigma2 - 2 (sigma1^1/2 sigma2 sigma1^1/2)^1/2).
# With sigma_i = W_i^T W_i the trace of the root is the sum of the singular values of W1 W2^T: no root is taken of what
# rounding has made negative, and none of rounding itself.
def distance(self, mu1: Tensor, sigma1: Tensor, mu2: Tensor, sigma2: Tensor) -> Tensor:
  product = torch.matmul(self.root(sigma1), torch.transpose(self.root(sigma2), 0, 1))
  cross = torch.sum(torch.linalg_svdvals(product))
  delta = torch.sub(mu1, mu2)
  means = torch.sum(torch.mul(delta, delta))
  traces = torch.add(torch.trace(sigma1), torch.trace(sigma2))
  return torch.stack([means, torch.sub(traces, cross, alpha=2)])
