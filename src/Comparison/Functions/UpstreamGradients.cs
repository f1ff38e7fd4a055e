using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// The upstream gradients that a function's backward is handed: random numbers, since ones would hide a backward that ignores them.
/// </summary>
/// <param name="Values">One for each output; null for an output that is not used.</param>
internal sealed record UpstreamGradients(IReadOnlyList<Tensor?> Values)
{
    /// <summary>N(0, 1) numbers for each output that can be differentiated.</summary>
    public static UpstreamGradients Random(IReadOnlyList<Tensor> outputs, ulong seed) => new(
        [.. outputs.Select((output, index) => output.requires_grad ? new GaussianNumbers(seed + (ulong)index).Like(output) : null)]);

    /// <summary>The same numbers with gaps between them in memory.</summary>
    public UpstreamGradients Gapped() => Map(gradient => stack([gradient, gradient + 1], -1).select(-1, 0));

    /// <summary>One number for all elements, laid out in full.</summary>
    public UpstreamGradients Uniform() => Map(gradient => full_like(gradient, 0.75));

    /// <summary>The same as <see cref="Uniform"/>, but one number in memory: stride 0.</summary>
    public UpstreamGradients Expanded() => Map(gradient => tensor(0.75, gradient.dtype).expand(gradient.shape));

    /// <summary>Only one output used.</summary>
    public UpstreamGradients Only(int output) => new([.. Values.Select((gradient, index) => index == output ? gradient : null)]);

    /// <summary>Zeros for all outputs but one.</summary>
    public UpstreamGradients ZeroBut(int output) => new(
        [.. Values.Select((gradient, index) => index == output || gradient is null ? gradient : zeros_like(gradient))]);

    /// <summary>Twice the numbers.</summary>
    public UpstreamGradients Doubled() => Map(gradient => 2 * gradient);

    private UpstreamGradients Map(Func<Tensor, Tensor> change)
        => new([.. Values.Select(gradient => gradient is null ? null : change(gradient))]);
}
