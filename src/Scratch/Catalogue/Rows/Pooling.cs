using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>Images made smaller or larger.</summary>
internal static class Pooling
{
    private const long N = Argument.Batch;

    public static OpFamily Family { get; } = new(
        nameof(Pooling),
        [
            new OpRow(
                typeof(MaxPool2d),
                Largest("plain", Draw.Gaussian, 4, 6, 2),
                Largest("windows that overlap, padding", Draw.Gaussian, 5, 5, 3, stride: 2, padding: 1),
                Largest("a last row that is in no window", Draw.Gaussian, 5, 4, 2),
                Largest("ties", Draw.Exactly(1.0, 1, 0, 2, 1, 1, 2, 2), 2, 4, 2, batch: 1) with
                {
                    IsSmooth = false, TakesRepeatedValues = false,
                })
            {
                Refusals =
                [
                    new(
                        "a window too large", () => MaxPool2d.Forward(ones(1, 1, 2, 2), 3),
                        "X has shape (1, 1, 2, 2), smaller than a window of 3."),
                    new(
                        "padding", () => MaxPool2d.Forward(ones(1, 1, 4, 4), 2, padding: 2),
                        "padding is 2, expected 0 to 1, half of the kernel."),
                ],
            },
            new OpRow(
                typeof(AvgPool2d),
                Average("plain", 4, 6, 2),
                Average("windows that overlap, padding", 5, 5, 3, stride: 2, padding: 1),
                Average("a last row that is in no window", 5, 4, 2))
            {
                Refusals = [new("no window", () => AvgPool2d.Forward(ones(1, 1, 2, 2), 0), "kernel is 0, expected 1 or more.")],
            },
            new OpRow(
                typeof(AdaptiveAvgPool2d), Adaptive("plain", 4, 6, 2, 3), Adaptive("windows that overlap", 5, 7, 3, 4),
                Adaptive("to one pixel", 3, 4, 1, 1))
            {
                Refusals = [new("to nothing", () => AdaptiveAvgPool2d.Forward(ones(1, 1, 2, 2), 0, 1), "height is 0, expected 1 or more.")],
            },
            new OpRow(
                typeof(Upsample),
                Resized("plain", false, 2, 3, 4, 6),
                Resized("nearest, no whole factor, and smaller", false, 4, 3, 3, 5),
                Resized("bilinear", true, 2, 3, 4, 6),
                Resized("bilinear, no whole factor, and smaller", true, 4, 3, 3, 5),
                Resized("bilinear, from one pixel", true, 1, 1, 3, 2))
            {
                Refusals = [
                    new(
                        "an image without channels", () => Upsample.Forward(ones(4, 4), 8, 8),
                        "X has shape (4, 4), expected (?, ?, ?, ?).")],
            },
        ]);

    private static OpCase Largest(
        string name, Values values, long height, long width, long kernel, long? stride = null, long padding = 0, long batch = N) => new(
        name, [new("X", [batch, batch == N ? 2 : 1, height, width], values)],
        t =>
        {
            var (Y, places) = MaxPool2d.Forward(t["X"], kernel, stride, padding);
            t.Keep("places", places);
            return Y;
        },
        (t, d, Y) => MaxPool2d.Backward(d, t["X"], Y, t["places"]),
        t => Windows(t["X"], kernel, stride ?? kernel, padding, double.NegativeInfinity).amax([2L])
            .reshape(t["X"].shape[0], t["X"].shape[1], Places(height, kernel, stride, padding), Places(width, kernel, stride, padding)));

    private static OpCase Average(string name, long height, long width, long kernel, long? stride = null, long padding = 0) => new(
        name, [new("X", [N, 2, height, width], Draw.Gaussian)],
        t => AvgPool2d.Forward(t["X"], kernel, stride, padding),
        (t, d, Y) => AvgPool2d.Backward(d, t["X"], Y, kernel, stride, padding),
        t => Windows(t["X"], kernel, stride ?? kernel, padding, 0).mean([2L])
            .reshape(t["X"].shape[0], t["X"].shape[1], Places(height, kernel, stride, padding), Places(width, kernel, stride, padding)));

    private static OpCase Adaptive(string name, long height, long width, long toHeight, long toWidth) => new(
        name, [new("X", [N, 2, height, width], Draw.Gaussian)],
        t => AdaptiveAvgPool2d.Forward(t["X"], toHeight, toWidth),
        (t, d, Y) => AdaptiveAvgPool2d.Backward(d, t["X"], Y),
        t => nn.functional.adaptive_avg_pool2d(t["X"], [toHeight, toWidth]));

    private static OpCase Resized(string name, bool bilinear, long height, long width, long toHeight, long toWidth) => new(
        name, [new("X", [N, 2, height, width], Draw.Gaussian)],
        t => Upsample.Forward(t["X"], toHeight, toWidth, bilinear),
        (t, d, Y) => Upsample.Backward(d, t["X"], Y, bilinear),
        t => nn.functional.interpolate(
            t["X"], size: [toHeight, toWidth], mode: bilinear
                ? InterpolationMode.Bilinear
                : InterpolationMode.Nearest, align_corners: bilinear ? false : null));

    private static long Places(long size, long kernel, long? stride, long padding)
        => (size + 2 * padding - kernel) / (stride ?? kernel) + 1;

    // (N · C, 1, k · k, places) without its axis of 1
    private static Tensor Windows(Tensor X, long kernel, long stride, long padding, double value)
    {
        var padded = nn.functional.pad(X.flatten(0, 1).unsqueeze(1), [padding, padding, padding, padding], value: value);
        return nn.functional.unfold(padded, (kernel, kernel), (1, 1), (0, 0), (stride, stride)).unflatten(0, X.shape[0], X.shape[1]);
    }
}
