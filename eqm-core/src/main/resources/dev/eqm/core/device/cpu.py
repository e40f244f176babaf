# Questions to a CPU; compiled only where one is asked.

# any array -> [], 1 if libtorch has bfloat16 convolutions for this CPU (AVX-512 or later), else 0
def fast_bfloat16(self, x: Tensor) -> Tensor:
  if ops.mkldnn._is_mkldnn_bf16_supported():
    return torch.ones([], dtype=6)
  return torch.zeros([], dtype=6)
