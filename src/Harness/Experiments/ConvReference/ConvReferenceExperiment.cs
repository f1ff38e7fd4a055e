using System.CommandLine;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.ConvReference;

/// <summary>
/// A check of the reference itself: LibTorch's float32 convolution (oneDNN) computes a wrong gradient for its input on some CPUs
/// with AVX-512, in a part of the cases with 1 to 7 or 12 output channels. Two convolutions of such a random shape, by hand and by
/// autograd.
/// </summary>
/// <remarks>
/// All numbers are whole (the first bias: and a half, so that no unit sits on the rectifier's kink) and so small that float32
/// holds every product and every sum exactly. Whatever differs is no rounding.
/// </remarks>
internal sealed class ConvReferenceExperiment(RunOptions run) : Experiment
{
    private const string OwnName = "conv-reference";

    private static readonly long[] SuspectOutputs = [1, 2, 3, 4, 5, 6, 7, 12];

    private static readonly long[] KernelSizes = [3, 5, 1];

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "two small convolutions, to catch LibTorch's own float32 gradient being wrong on some CPUs";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, run.Dtype];

    /// <inheritdoc />
    public override string Smaller => "use another --seed, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result) => Prepare(new ConvReferenceSettings(run.Seed.ValueIn(result)));

    /// <summary>The seed draws the case: its shapes and its numbers, float32, in the caller's dispose scope.</summary>
    public static PreparedExperiment Prepare(ConvReferenceSettings settings)
    {
        random.manual_seed(settings.Seed);
        var (images, channels, hidden, size) = (Number(2, 8), Number(1, 8), Number(1, 8), Number(6, 16));
        var outputs = SuspectOutputs[Number(0, SuspectOutputs.Length - 1)];
        var kernel = KernelSizes[Number(0, KernelSizes.Length - 1)];
        var padding = Number(0, kernel / 2);
        var left = size - 2 * (kernel - 1 - 2 * padding);
        // Two unpadded kernels of 5 need 9 pixels.
        if (left < 1) (padding, left) = (kernel / 2, size);
        var network = new TwoConvolutions(
            OwnName,
            Whole(images, channels, size, size),
            (Whole(hidden, channels, kernel, kernel), Whole(hidden) + 0.5),
            (Whole(outputs, hidden, kernel, kernel), Whole(outputs)),
            Whole(images, outputs, left, left),
            padding);
        var data = FormattableString.Invariant($"random, {images} images of {channels}x{size}x{size}, kernels {kernel}x{kernel}, ")
            + FormattableString.Invariant($"padding {padding}, channels {hidden} and {outputs}");
        return new PreparedExperiment(network, data)
        {
            Seed = settings.Seed,
            Start = FormattableString.Invariant($"seed {settings.Seed}"),
        };
    }

    /// <summary>A random whole number; both ends are included.</summary>
    private static long Number(long from, long to) => randint(from, to + 1, [1], ScalarType.Int64).item<long>();

    private static Tensor Whole(params long[] shape) => randint(-2, 3, shape, ScalarType.Float32);
}
