# Classifier-free guidance, composition and masks. Any float dtype, elementwise, twice differentiable.
# f [2n, C, H, W]: n conditional rows, then the same n unconditional; scale [k]: one for each guided channel, 1 <= k <= C.

# The guided channels: uncond + scale*(cond - uncond) -> [n, k, H, W]
def mixed(self, f: Tensor, scale: Tensor) -> Tensor:
  cond, uncond, = torch.chunk(torch.slice(f, 1, 0, torch.size(scale, 0)), 2)
  s = torch.view(torch.type_as(scale, f), [-1, 1, 1])
  return torch.addcmul(uncond, torch.sub(cond, uncond), s)

# Channels from k on keep the conditional value -> [n, C, H, W]
def guided(self, f: Tensor, scale: Tensor) -> Tensor:
  cond, uncond, = torch.chunk(torch.slice(f, 1, torch.size(scale, 0)), 2)
  return torch.cat([self.mixed(f, scale), cond], 1)

# As published: both halves guided, channels from k on conditional above, unconditional below -> [2n, C, H, W]
def published(self, f: Tensor, scale: Tensor) -> Tensor:
  mix = self.mixed(f, scale)
  rest = torch.slice(f, 1, torch.size(scale, 0))
  return torch.cat([torch.cat([mix, mix]), rest], 1)

# Guided where bounds[0] <= norm of the conditional row < bounds[1], conditional elsewhere -> [n, C, H, W]
def guided_between(self, f: Tensor, scale: Tensor, bounds: Tensor) -> Tensor:
  cond, uncond, = torch.chunk(f, 2)
  norm = torch.linalg_vector_norm(torch.flatten(cond, 1), 2, [1])
  low = torch.ge(norm, torch.select(bounds, 0, 0))
  inside = torch.logical_and(low, torch.lt(norm, torch.select(bounds, 0, 1)))
  return torch.where(torch.view(inside, [-1, 1, 1, 1]), self.guided(f, scale), cond)

# f [R, ...], slot int64 [K, n], weight [K, n] -> sum over j of weight[j]*f[slot[j]], [n, ...]; row by row
def composed(self, f: Tensor, slot: Tensor, weight: Tensor) -> Tensor:
  w = torch.view(torch.type_as(weight, f), [torch.size(weight, 0), torch.size(weight, 1)] + [1] * (torch.dim(f) - 1))
  out = torch.mul(torch.index_select(f, 0, torch.select(slot, 0, 0)), torch.select(w, 0, 0))
  for j in range(torch.size(slot, 0) - 1):
    part = torch.index_select(f, 0, torch.select(slot, 0, j + 1))
    out = torch.addcmul(out, part, torch.select(w, 0, j + 1))
  return out

# g [N, C, H, W], known [1, 1 or C, H, W], 1 where known -> g, exactly 0 where known
def masked(self, g: Tensor, known: Tensor) -> Tensor:
  return torch.where(torch.gt(known, 0.5), torch.zeros_like(g), g)

# x, image, eps [N, C, H, W], known [N, 1 or C, H, W], made [N] steps before this one, ramp []:
# where known, gamma*image + (1-gamma)*eps with gamma = (made+1)/ramp, from gamma = 1 on the image's own bits
def kept(self, x: Tensor, image: Tensor, eps: Tensor, known: Tensor, made: Tensor, ramp: Tensor) -> Tensor:
  gamma = torch.view(torch.div(torch.add(made, 1), ramp), [-1, 1, 1, 1])
  on_path = torch.addcmul(torch.mul(eps, torch.rsub(gamma, 1)), image, gamma)
  there = torch.where(torch.ge(gamma, 1), image, on_path)
  return torch.where(torch.gt(known, 0.5), there, x)

# made [N] -> made + 1
def counted(self, made: Tensor) -> Tensor:
  return torch.add(made, 1)
