# One AdamW step for all tensors. Run without a graph. Constants: BETA1, BETA2, EPSILON, WEIGHT_DECAY.

# rate [] float64 on the CPU, step [] float32 (steps done, counted up here), w parameters, g gradients, m and v
# moments: float32, one of each for every parameter. In place; returns the step.
def step(self, rate: Tensor, step: Tensor, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor]) -> Tensor:
  torch.add_(step, 1)
  none: List[Tensor] = []
  steps: List[Tensor] = []
  for i in range(torch.len(w)):
    steps.append(step)
  torch._fused_adamw_(w, g, m, v, none, steps, lr=rate, beta1=${BETA1}, beta2=${BETA2}, weight_decay=${WEIGHT_DECAY}, eps=${EPSILON}, amsgrad=False, maximize=False)
  return step
