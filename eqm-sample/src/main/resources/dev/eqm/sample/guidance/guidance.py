# Classifier-free guidance. Any float dtype, elementwise, twice differentiable.
# f [2n, C, H, W]: n conditional rows, then the same n unconditional; scale [k]: one for each guided channel, 1 <= k <= C.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The guided channels: uncond + scale*(cond - uncond) -> [n, k, H, W]
  def mixed(self: __torch__.Kernels, f: Tensor, scale: Tensor) -> Tensor:
    cond, uncond, = torch.chunk(torch.slice(f, 1, 0, torch.size(scale, 0)), 2)
    s = torch.view(torch.type_as(scale, f), [-1, 1, 1])
    return torch.addcmul(uncond, torch.sub(cond, uncond), s)

  # Channels from k on keep the conditional value -> [n, C, H, W]
  def guided(self: __torch__.Kernels, f: Tensor, scale: Tensor) -> Tensor:
    cond, uncond, = torch.chunk(torch.slice(f, 1, torch.size(scale, 0)), 2)
    return torch.cat([self.mixed(f, scale), cond], 1)

  # As published: both halves guided, channels from k on conditional above, unconditional below -> [2n, C, H, W]
  def published(self: __torch__.Kernels, f: Tensor, scale: Tensor) -> Tensor:
    mix = self.mixed(f, scale)
    rest = torch.slice(f, 1, torch.size(scale, 0))
    return torch.cat([torch.cat([mix, mix]), rest], 1)
