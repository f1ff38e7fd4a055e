using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// Two calls of a function's backward from managed code, before autograd may call it: an exception there, in native code, ends the
/// process.
/// </summary>
internal sealed record Rehearsal
{
    /// <summary>Why a call of backward stopped, in a sentence with its line; null where both ran to their end.</summary>
    public string? Failure { get; private init; }

    /// <summary>Whether the two calls returned the same.</summary>
    public bool Repeats { get; private init; } = true;

    /// <summary>Whether backward changed an upstream gradient in place.</summary>
    public bool ChangesUpstream { get; private init; }

    /// <summary>The inputs that are no longer what they were.</summary>
    public IReadOnlyList<string> Changed { get; private init; } = [];

    /// <summary>Rehearses on a call whose graph is given up for it.</summary>
    public static Rehearsal Of(FunctionCall call, UpstreamGradients upstream)
    {
        var result = new Rehearsal();
        foreach (var node in call.Nodes)
        {
            var given = Given(node, call, upstream);
            result = result.And(Twice(node, given, call));
            if (result.Failure is not null) break;
        }

        return result;
    }

    private Rehearsal And(Rehearsal next) => new()
    {
        Failure = Failure ?? next.Failure,
        Repeats = Repeats && next.Repeats,
        ChangesUpstream = ChangesUpstream || next.ChangesUpstream,
        Changed = next.Changed,
    };

    private static Rehearsal Twice(FunctionNode node, IReadOnlyList<Tensor?> upstream, FunctionCall call)
    {
        var before = Fingerprints(upstream);
        try
        {
            using var unrecorded = no_grad();
            var first = Fingerprints(node.Backward(upstream));
            var found = new Rehearsal { ChangesUpstream = !before.SequenceEqual(Fingerprints(upstream)), Changed = call.Changed };
            // What it changed would make the second answer another one.
            return found.ChangesUpstream || found.Changed.Count > 0
                ? found
                : found with { Repeats = first.SequenceEqual(Fingerprints(node.Backward(upstream))) };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Rehearsal { Failure = StopSentence.Of("backward", exception) };
        }
    }

    // Where the sample goes on with a function's output, what reaches the function is not known: any numbers of that shape do.
    private static IReadOnlyList<Tensor?> Given(FunctionNode node, FunctionCall call, UpstreamGradients upstream)
    {
        var isWholeSample = call.Nodes.Count == 1 && node.Outputs.Count == call.Outputs.Count
            && node.Outputs.Zip(call.Outputs).All(pair => pair.First is null || pair.First.shape.SequenceEqual(pair.Second.shape));
        return isWholeSample
            ? upstream.Values
            : [.. node.Outputs.Select(output => output is null ? null : new GaussianNumbers(0).Like(output).to(output.dtype))];
    }

    private static List<ulong?> Fingerprints(IReadOnlyList<Tensor?>? tensors)
        => [.. (tensors ?? []).Select(tensor => tensor is { IsInvalid: false } ? Fingerprint.Of(tensor) : (ulong?)null)];
}
