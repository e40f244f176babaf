# Inception-v3 as the FID knows it (the TensorFlow network of 2015): averages leave padding out, the last block pools by
# maximum. float32, no gradient. w = five arrays a convolution (weight, then weight, bias, mean and variance of its batch
# norm), in the order of the state_dict, then fc (weight, bias). c numbers convolutions. Constants: TENSORFLOW or CLEAN resizing, else
# that of pytorch-fid.

# relu(norm(conv)) of convolution c
def conv(self, x: Tensor, w: List[Tensor], c: int, stride: int, rows: int, columns: int) -> Tensor:
  i = 5 * c
  y = torch.conv2d(x, w[i], None, [stride, stride], [rows, columns])
  return torch.relu_(torch.batch_norm(y, w[i + 1], w[i + 2], w[i + 3], w[i + 4], False, 0.1, 0.001, False))

# The mean of 3x3 pixels, of those that are there
def mean(self, x: Tensor) -> Tensor:
  return torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1], False, False)

# 35x35
def block_a(self, x: Tensor, w: List[Tensor], c: int) -> Tensor:
  a = self.conv(x, w, c, 1, 0, 0)
  b = self.conv(self.conv(x, w, c + 1, 1, 0, 0), w, c + 2, 1, 2, 2)
  d = self.conv(self.conv(self.conv(x, w, c + 3, 1, 0, 0), w, c + 4, 1, 1, 1), w, c + 5, 1, 1, 1)
  return torch.cat([a, b, d, self.conv(self.mean(x), w, c + 6, 1, 0, 0)], 1)

# 35x35 to 17x17
def block_b(self, x: Tensor, w: List[Tensor], c: int) -> Tensor:
  a = self.conv(x, w, c, 2, 0, 0)
  b = self.conv(self.conv(self.conv(x, w, c + 1, 1, 0, 0), w, c + 2, 1, 1, 1), w, c + 3, 2, 0, 0)
  return torch.cat([a, b, torch.max_pool2d(x, [3, 3], [2, 2])], 1)

# 17x17
def block_c(self, x: Tensor, w: List[Tensor], c: int) -> Tensor:
  a = self.conv(x, w, c, 1, 0, 0)
  b = self.conv(self.conv(self.conv(x, w, c + 1, 1, 0, 0), w, c + 2, 1, 0, 3), w, c + 3, 1, 3, 0)
  d = self.conv(self.conv(self.conv(x, w, c + 4, 1, 0, 0), w, c + 5, 1, 3, 0), w, c + 6, 1, 0, 3)
  e = self.conv(self.conv(d, w, c + 7, 1, 3, 0), w, c + 8, 1, 0, 3)
  return torch.cat([a, b, e, self.conv(self.mean(x), w, c + 9, 1, 0, 0)], 1)

# 17x17 to 8x8
def block_d(self, x: Tensor, w: List[Tensor], c: int) -> Tensor:
  a = self.conv(self.conv(x, w, c, 1, 0, 0), w, c + 1, 2, 0, 0)
  b = self.conv(self.conv(x, w, c + 2, 1, 0, 0), w, c + 3, 1, 0, 3)
  d = self.conv(self.conv(b, w, c + 4, 1, 3, 0), w, c + 5, 2, 0, 0)
  return torch.cat([a, d, torch.max_pool2d(x, [3, 3], [2, 2])], 1)

# 8x8; pooled: x after its pooling
def block_e(self, x: Tensor, pooled: Tensor, w: List[Tensor], c: int) -> Tensor:
  a = self.conv(x, w, c, 1, 0, 0)
  b = self.conv(x, w, c + 1, 1, 0, 0)
  d = self.conv(self.conv(x, w, c + 4, 1, 0, 0), w, c + 5, 1, 1, 1)
  wide = torch.cat([self.conv(b, w, c + 2, 1, 0, 1), self.conv(b, w, c + 3, 1, 1, 0)], 1)
  wide2 = torch.cat([self.conv(d, w, c + 6, 1, 0, 1), self.conv(d, w, c + 7, 1, 1, 0)], 1)
  return torch.cat([a, wide, wide2, self.conv(pooled, w, c + 8, 1, 0, 0)], 1)

# One axis of TensorFlow 1's bilinear resizing to 299: place i lies at i*size/299, without the half pixel of others.
def stretched(self, x: Tensor, axis: int) -> Tensor:
  size = torch.size(x, axis)
  place = torch.mul(torch.arange(299, dtype=x.dtype, device=x.device), torch.full([], size / 299, dtype=x.dtype, device=x.device))
  low = torch.to(torch.floor(place), 4)
  high = torch.clamp(torch.add(low, 1), 0, size - 1)
  shape = [1, 1, 1, 1]
  shape[axis] = 299
  part = torch.reshape(torch.sub(place, torch.to(low, x.dtype)), shape)
  a = torch.index_select(x, axis, low)
  return torch.add(a, torch.mul(torch.sub(torch.index_select(x, axis, high), a), part))

# x [N, 3, H, W], 0 to 255 -> [N, 3, 299, 299] as the network wants it: as TensorFlow (ADM, torch-fidelity), as clean-fid
# (Pillow's antialiased bicubic on numbers that are not rounded) or as pytorch-fid resizes
def resized(self, x: Tensor) -> Tensor:
  if ${TENSORFLOW}:
    return self.stretched(self.stretched(x, 3), 2)
  if ${CLEAN}:
    return torch.clamp(torch._upsample_bicubic2d_aa(x, [299, 299], False, None, None), 0, 255)
  return torch.upsample_bilinear2d(torch.div(x, 255), [299, 299], False)

def prepared(self, x: Tensor) -> Tensor:
  rgb = x
  if torch.size(x, 1) == 1:
    rgb = torch.repeat(x, [1, 3, 1, 1])
  y = self.resized(rgb)
  if ${TENSORFLOW} or ${CLEAN}:
    return torch.div(torch.sub(y, 128), 128)
  return torch.sub(torch.mul(y, 2), 1)

# x [N, 1 or 3, H, W], 0 to 255 -> pool3 [N, 2048]; the first seven channels of Mixed_6d.branch1x1, rows, columns,
# channels (fastest), [N, 17*17*7]; logits without their bias, as scores use them, [N, 1008]
def features(self, x: Tensor, w: List[Tensor]) -> List[Tensor]:
  y = self.conv(self.conv(self.prepared(x), w, 0, 2, 0, 0), w, 1, 1, 0, 0)
  y1 = torch.max_pool2d(self.conv(y, w, 2, 1, 1, 1), [3, 3], [2, 2])
  y2 = torch.max_pool2d(self.conv(self.conv(y1, w, 3, 1, 0, 0), w, 4, 1, 0, 0), [3, 3], [2, 2])
  y3 = self.block_a(self.block_a(self.block_a(y2, w, 5), w, 12), w, 19)
  y4 = self.block_c(self.block_c(self.block_b(y3, w, 26), w, 30), w, 40)
  spatial = torch.permute(torch.narrow(self.conv(y4, w, 50, 1, 0, 0), 1, 0, 7), [0, 2, 3, 1])
  y5 = self.block_d(self.block_c(self.block_c(y4, w, 50), w, 60), w, 70)
  y6 = self.block_e(y5, self.mean(y5), w, 76)
  y7 = self.block_e(y6, torch.max_pool2d(y6, [3, 3], [1, 1], [1, 1]), w, 85)
  pool = torch.flatten(torch.adaptive_avg_pool2d(y7, [1, 1]), 1)
  logits = torch.matmul(pool, torch.transpose(w[470], 0, 1))
  return [pool, torch.flatten(spatial, 1), logits]
