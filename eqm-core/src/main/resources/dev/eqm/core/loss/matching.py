# Mean squares against a target gradient. float32 or float64, all of one type; differentiable in the prediction.

# pred, x, eps [N, ...], c [N] -> mean [], per sample [N], mean square of the target [], the same per sample [N]
def loss(self, pred: Tensor, x: Tensor, eps: Tensor, c: Tensor) -> List[Tensor]:
  target = torch.flatten(torch.mul(torch.sub(eps, x), torch.view(c, [-1] + [1] * (torch.dim(x) - 1))), 1)
  d = torch.sub(torch.flatten(pred, 1), target)
  per_sample = torch.mean(torch.mul(d, d), [1])
  squares = torch.mul(target, target)
  return [torch.mean(per_sample), per_sample, torch.mean(squares), torch.mean(squares, [1])]
