# One step of gradient descent for all tensors. Run without a graph. Constants: MOMENTUM, NESTEROV, WEIGHT_DECAY.

# w parameters, g gradients: g + wd*w, new tensors; g itself without weight decay.
def decayed(self, w: List[Tensor], g: List[Tensor]) -> List[Tensor]:
  return torch._foreach_add(g, w, alpha=${WEIGHT_DECAY}) if ${WEIGHT_DECAY} > 0.0 else g

# rate [] float64 on the CPU, step [] float32 (steps done, counted up here), w parameters and g gradients: float32, one
# of each for every parameter. In place; returns the step.
def plain(self, rate: Tensor, step: Tensor, w: List[Tensor], g: List[Tensor]) -> Tensor:
  torch._foreach_add_(w, self.decayed(w, g), alpha=-float(rate))
  return torch.add_(step, 1)

# The same with momenta b, one for every parameter, moved in place too.
def heavy(self, rate: Tensor, step: Tensor, w: List[Tensor], g: List[Tensor], b: List[Tensor]) -> Tensor:
  d = self.decayed(w, g)
  torch._foreach_mul_(b, ${MOMENTUM})
  torch._foreach_add_(b, d)
  torch._foreach_add_(w, torch._foreach_add(d, b, alpha=${MOMENTUM}) if ${NESTEROV} else b, alpha=-float(rate))
  return torch.add_(step, 1)
