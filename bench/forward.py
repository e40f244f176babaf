"""Forward passes without a gradient: eager PyTorch, torch.compile, ONNX Runtime, OpenVINO.

Each function prepares a network once and returns a function without arguments that computes the answer to the same batch,
as a float32 array.
"""

import contextlib

import network
import torch


def _autocast(precision):
    if precision == "bfloat16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()


def _call(function, size, precision):
    batch = network.batch(size)

    def run():
        with torch.inference_mode(), _autocast(precision):
            return function(*batch).float().numpy()

    return run


class Answer(torch.nn.Module):
    """The published network as a function of x and y, without the line that asks for a gradient of its input."""

    def __init__(self, published):
        super().__init__()
        self.net = published

    def forward(self, x, t, y):
        net = self.net
        tokens = net.x_embedder(x) + net.pos_embed
        c = net.t_embedder(torch.zeros_like(t)) + net.y_embedder(y, False)
        for block in net.blocks:
            tokens = block(tokens, c)
        image = net.unpatchify(net.final_layer(tokens, c))
        return image.chunk(2, dim=1)[0] if net.learn_sigma else image


def eager(official, size, precision, _):
    """The published code as it stands; bfloat16 by autocast."""
    return _call(network.build(official, size).eval(), size, precision)


def compiled(official, size, precision, _):
    """torch.compile as anyone calls it; bfloat16 by autocast."""
    return _call(torch.compile(Answer(network.build(official, size).eval())), size, precision)


def frozen(official, size, precision, _):
    """torch.compile with weights as constants, which packs them in advance; bfloat16 by autocast."""
    import torch._inductor.config

    torch._inductor.config.freezing = True
    answer = Answer(network.build(official, size).eval())
    for parameter in answer.parameters():
        parameter.requires_grad_(False)
    function = torch.compile(answer)
    batch = network.batch(size)

    def run():
        with torch.no_grad(), _autocast(precision):  # freezing is for no_grad
            return function(*batch).float().numpy()

    return run


def onnxruntime(official, size, precision, graph):
    """ONNX Runtime's CPU provider, which computes in float32."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = network.threads()
    session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    inputs = _inputs(size, [i.name for i in session.get_inputs()])
    return lambda: session.run(None, inputs)[0]


def openvino(official, size, precision, graph):
    """OpenVINO's CPU plug-in with its hint for the precision, for the latency of one request."""
    import openvino as ov

    core = ov.Core()
    model = core.read_model(graph)
    inputs = _inputs(size, [i.get_any_name() for i in model.inputs])
    model.reshape({name: list(array.shape) for name, array in inputs.items()})
    hint = {"float32": "f32", "bfloat16": "bf16"}[precision]
    program = core.compile_model(model, "CPU", {
        "INFERENCE_PRECISION_HINT": hint,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": network.threads(),
    })
    request = program.create_infer_request()
    return lambda: request.infer(inputs)[program.output(0)]


def _inputs(size, names):
    x, t, y = network.batch(size)
    every = {"x": x.numpy(), "t": t.numpy(), "label": y.numpy()}
    return {name: every[name] for name in names}


def export(official, size, path):
    """PyTorch's own ONNX file of the published network."""
    answer = Answer(network.build(official, size).eval())
    torch.onnx.export(answer, network.batch(size), path, input_names=["x", "t", "label"], output_names=["answer"],
                      opset_version=17, dynamo=False)
