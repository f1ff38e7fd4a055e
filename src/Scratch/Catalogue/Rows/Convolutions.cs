using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Kernels that are moved over signals and images.</summary>
internal static class Convolutions
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Convolutions),
        [
            new OpRow(
                typeof(Conv1d),
                Line("plain", 7),
                Line("stride, padding and dilation", 9, stride: 2, padding: 2, dilation: 2),
                Line("groups", 5, groups: 2),
                Line("a kernel as long as the signal", 3),
                Line("no bias", 5, bias: false))
            {
                Refusals =
                [
                    new("channels", () => Conv1d.Forward(ones(1, 3, 5), ones(2, 4, 3), null), "X has shape (1, 3, 5), expected (?, 4, ?)."),
                    new(
                        "a signal shorter than the kernel", () => Conv1d.Forward(ones(1, 2, 2), ones(2, 2, 3), null),
                        "X has shape (1, 2, 2), shorter than K (2, 2, 3)"),
                    new(
                        "groups", () => Conv1d.Forward(ones(1, 6, 5), ones(2, 2, 3), null, groups: 3),
                        "groups is 3, expected a divisor of the 2 output channels."),
                ],
            },
            new OpRow(
                typeof(Conv2d),
                Image("plain", 5, 6),
                Image("stride and padding", 6, 5, stride: 2, padding: 1),
                Image("dilation", 7, 6, dilation: 2),
                Image("groups", 5, 4, groups: 2),
                Image("a channel for each group", 4, 5, groups: 4),
                Image("a kernel as large as the image", 3, 2),
                Image("no bias", 4, 4, bias: false))
            {
                Refusals =
                [
                    new(
                        "channels", () => Conv2d.Forward(ones(1, 3, 5, 5), ones(2, 4, 3, 3), null),
                        "X has shape (1, 3, 5, 5), expected (?, 4, ?, ?)."),
                    new(
                        "no stride", () => Conv2d.Forward(ones(1, 1, 3, 3), ones(1, 1, 2, 2), null, stride: 0),
                        "stride is 0, expected 1 or more."),
                    new(
                        "a bias of another length", () => Conv2d.Forward(ones(1, 1, 3, 3), ones(1, 1, 2, 2), ones(2)),
                        "b has shape (2,), expected (1,)."),
                ],
            },
            new OpRow(
                typeof(ConvTranspose2d),
                Spread("plain", 3, 4),
                Spread("stride, padding and more at the far sides", 4, 3, stride: 2, padding: 1, outputPadding: 1),
                Spread("dilation", 3, 3, dilation: 2),
                Spread("groups", 3, 2, groups: 2),
                Spread("one pixel", 1, 1))
            {
                Refusals =
                [
                    new(
                        "channels", () => ConvTranspose2d.Forward(ones(1, 3, 5, 5), ones(4, 2, 3, 3), null),
                        "X has shape (1, 3, 5, 5), expected (?, 4, ?, ?)."),
                    new(
                        "too much at the far sides", () => ConvTranspose2d.Forward(
                            ones(1, 1, 3, 3), ones(1, 1, 2, 2), null, outputPadding: 1),
                        "outputPadding is 1, expected 0 or more, below the stride."),
                    new(
                        "as much as the stride, dilated", () => ConvTranspose2d.Forward(
                            ones(1, 1, 3, 3), ones(1, 1, 2, 2), null, outputPadding: 1, dilation: 2),
                        "outputPadding is 1, expected 0 or more, below the stride."),
                ],
            },
        ]);

    private static OpCase Line(
        string name, long length, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true) => new(
        name, Arguments([N, 4, length], [6, 4 / groups, 3], bias ? 6 : null),
        t => Conv1d.Forward(t["X"], t["K"], Bias(t, bias), stride, padding, dilation, groups),
        (t, d, Y) => Conv1d.Backward(d, t["X"], t["K"], Bias(t, bias), Y, stride, padding, dilation, groups),
        t => nn.functional.conv2d(
            t["X"].unsqueeze(2), t["K"].unsqueeze(2), Bias(t, bias), strides: [1, stride], padding: [0, padding], dilation: [1, dilation],
            groups: groups).squeeze(2));

    private static OpCase Image(
        string name, long height, long width, long stride = 1, long padding = 0, long dilation = 1, long groups = 1,
        bool bias = true) => new(
        name, Arguments([N, 4, height, width], [8, 4 / groups, 3, 2], bias ? 8 : null),
        t => Conv2d.Forward(t["X"], t["K"], Bias(t, bias), stride, padding, dilation, groups),
        (t, d, Y) => Conv2d.Backward(d, t["X"], t["K"], Bias(t, bias), Y, stride, padding, dilation, groups),
        t => ByPatches(t["X"], t["K"], Bias(t, bias), stride, padding, dilation, groups));

    private static OpCase Spread(
        string name, long height, long width, long stride = 1, long padding = 0, long outputPadding = 0, long dilation = 1,
        long groups = 1) => new(
        name, Arguments([N, 4, height, width], [4, 3, 3, 2], 3 * groups),
        t => ConvTranspose2d.Forward(t["X"], t["K"], t["b"], stride, padding, outputPadding, dilation, groups),
        (t, d, Y) => ConvTranspose2d.Backward(d, t["X"], t["K"], t["b"], Y, stride, padding, outputPadding, dilation, groups),
        t => nn.functional.conv_transpose2d(
            t["X"], t["K"], t["b"], strides: [stride, stride], padding: [padding, padding], output_padding: [outputPadding, outputPadding],
            dilation: [dilation, dilation], groups: groups));

    private static IReadOnlyList<Argument> Arguments(long[] X, long[] K, long? biases)
        => [new("X", X, Draw.Gaussian), new("K", K, Draw.Gaussian), .. biases is { } count
            ? [new Argument("b", [count], Draw.Gaussian)]
            : Array.Empty<Argument>()];

    private static Tensor? Bias(Trace t, bool bias) => bias ? t["b"] : null;

    // Group by group, each as one product.
    private static Tensor ByPatches(Tensor X, Tensor K, Tensor? b, long stride, long padding, long dilation, long groups)
    {
        var (k, l) = (K.shape[2], K.shape[3]);
        var down = (X.shape[2] + 2 * padding - dilation * (k - 1) - 1) / stride + 1;
        var parts = X.chunk(groups, 1).Zip(K.chunk(groups, 0), (part, kernels) => kernels.flatten(1).matmul(
            nn.functional.unfold(part, (k, l), (dilation, dilation), (padding, padding), (stride, stride))));
        var Y = cat([.. parts], 1).unflatten(2, down, -1);
        return b is null ? Y : Y + b.reshape(-1, 1, 1);
    }
}
