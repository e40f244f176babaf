# Gradients, returned as a list or as an array.

# loss [] float, w: leaves that require grad -> one gradient each. The graph is freed.
def gradients(self, loss: Tensor, w: List[Tensor]) -> List[Tensor]:
  assert loss.requires_grad, "the loss does not require grad: it has no graph; compute it under GradMode.on()"
  out: List[Tensor] = []
  for g in torch.autograd.grad([loss], w, None, None, False, False):
    if g is not None:
      out.append(g)
  return out

# y, g like y, w with graphs to y -> the sum over y of g times dy/dw, one for each w. The graph is freed.
def products(self, y: List[Tensor], g: List[Tensor], w: List[Tensor]) -> List[Tensor]:
  weights: List[Optional[Tensor]] = []
  for i in g:
    weights.append(i)
  out: List[Tensor] = []
  for d in torch.autograd.grad(y, w, weights, None, False, False):
    if d is not None:
      out.append(d)
  return out

# y with a graph, g like y, x with a graph to y -> g times dy/dx, like x. The graph is kept.
def product(self, y: Tensor, g: Tensor, x: Tensor) -> Tensor:
  weights: List[Optional[Tensor]] = [g]
  out = torch.autograd.grad([y], [x], weights, True, False, False)[0]
  assert out is not None
  return out

# The same with a graph: linear in g, to be differentiated by it. Every operation between x and y must have a second
# derivative.
def product_with_graph(self, y: Tensor, g: Tensor, x: Tensor) -> Tensor:
  weights: List[Optional[Tensor]] = [g]
  out = torch.autograd.grad([y], [x], weights, True, True, False)[0]
  assert out is not None
  return out

# x, any array -> its numbers, as something to differentiate by: x again if it has a graph, else a leaf of its own.
def variable(self, x: Tensor) -> Tensor:
  if x.requires_grad:
    return torch.view_as(x, x)
  return torch.requires_grad_(torch.detach(x), True)

# y any shape, x with a path to y -> d sum(y) / d x, shape of x, without a graph; that of y is freed.
def gradient(self, y: Tensor, x: Tensor) -> Tensor:
  assert y.requires_grad, "y does not require grad: it has no graph; compute it under GradMode.on() from a variable"
  g, = torch.autograd.grad([torch.sum(y)], [x], None, None, False, False)
  assert g is not None
  return g

# The same with a graph, to be differentiated again; that of y is kept.
def gradient_with_graph(self, y: Tensor, x: Tensor) -> Tensor:
  assert y.requires_grad, "y does not require grad: it has no graph; compute it under GradMode.on() from a variable"
  g, = torch.autograd.grad([torch.sum(y)], [x], None, True, True, False)
  assert g is not None
  return g

# x with or without a graph -> its numbers without one
def plain(self, x: Tensor) -> Tensor:
  return torch.detach(x)
