using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>One way to call an op: its arguments, the call, and its backward.</summary>
/// <param name="Name">What is special about it, such as <c>stride 2</c>; unique within the op's row.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Forward">Calls the op, and keeps in the trace what backward needs.</param>
/// <param name="Backward">Calls the op's backward, given the op's output.</param>
/// <param name="Reference">The same output by other functions, torch's own where it has them.</param>
internal sealed record OpCase(
    string Name, IReadOnlyList<Argument> Arguments, Func<Trace, Tensor> Forward, Action<Trace, Gradients, Tensor> Backward,
    Func<Trace, Tensor> Reference)
{
    private const ulong UsualSeed = 20261128;

    /// <summary>How many examples there are where nothing else is said.</summary>
    public const long UsualBatch = 3;

    /// <summary>Whether finite differences say anything: no kink, tie or pole is as near as their steps.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>Whether the op is defined on no example at all: a mean of nothing is not.</summary>
    public bool TakesEmptyBatch { get; init; } = true;

    /// <summary>Whether it can be called in bfloat16: some of torch's functions cannot.</summary>
    public bool TakesHalf { get; init; } = true;

    /// <summary>Whether its examples may all be the same: not where that makes a tie, or a pole.</summary>
    public bool TakesRepeatedValues { get; init; } = true;

    /// <summary>Whether any argument has a batch.</summary>
    public bool HasBatch => Arguments.Any(argument => argument.Shape.Contains(Argument.Batch));

    /// <summary>The arguments as leaves, the same every time, in the caller's dispose scope.</summary>
    /// <param name="dtype">That of the floating-point ones.</param>
    /// <param name="device">Where they are; drawn on the CPU, the same for all.</param>
    /// <param name="batch">The number of examples.</param>
    /// <param name="seed">What draws them.</param>
    public IReadOnlyList<Leaf> Leaves(ScalarType dtype, Device device, long batch = UsualBatch, ulong seed = UsualSeed)
    {
        using var generator = new Generator(seed);
        return [.. Arguments.Select(argument => LeafOf(argument, generator, dtype, device, batch))];
    }

    /// <summary>The case between its leaves and a loss.</summary>
    /// <param name="leaves">See <see cref="Leaves"/>.</param>
    /// <param name="name">What it is called in reports; the case's own name where nothing is said.</param>
    public Computation Computation(IReadOnlyList<Leaf> leaves, string? name = null)
        => ScratchVsAutograd.Computation.FromOp(name ?? Name, leaves, Forward, Backward, Reference);

    private static Leaf LeafOf(Argument argument, Generator generator, ScalarType dtype, Device device, long batch)
    {
        var value = argument.Values(generator, [.. argument.Shape.Select(size => size == Argument.Batch ? batch : size)]);
        value = value.is_floating_point() ? value.to(dtype, device) : value.to(device);
        return argument.IsConstant ? Leaf.Constant(argument.Name, value) : Leaf.Parameter(argument.Name, value);
    }
}
