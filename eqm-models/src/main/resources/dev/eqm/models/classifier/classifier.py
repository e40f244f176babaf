# A small convolutional classifier of grey 28x28 pictures. float32, differentiable once.
# Letters: N pictures, D features, K classes.

# A 3x3 convolution, ReLU, and the largest of 2x2, at odd edges of what there is.
def stage(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.relu(torch.conv2d(x, weight, bias, [1, 1], [1, 1]))
  return torch.max_pool2d(y, [2, 2], [2, 2], [0, 0], [1, 1], True)

# x [N, 1, 28, 28] in [-1, 1], w = (weight, bias) of three convolutions and two linear layers
# -> features [N, D], logits [N, K]
def answers(self, x: Tensor, w: List[Tensor]) -> List[Tensor]:
  a = self.stage(x, w[0], w[1])
  b = self.stage(a, w[2], w[3])
  c = self.stage(b, w[4], w[5])
  features = torch.relu(torch.linear(torch.flatten(c, 1), w[6], w[7]))
  return [features, torch.linear(features, w[8], w[9])]

# The same and labels [N] int64 -> [], the mean of -log p(label | x)
def loss(self, x: Tensor, labels: Tensor, w: List[Tensor]) -> Tensor:
  both = self.answers(x, w)
  return torch.nll_loss(torch.log_softmax(both[1], 1), labels)

# bytes [N, ...], 0 to 255 -> [-1, 1]
def scaled(self, bytes: Tensor) -> Tensor:
  return torch.sub(torch.div(bytes, 127.5), 1)
