using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>All rows that an experiment can learn from, of which batches are made.</summary>
/// <param name="Count">How many.</param>
/// <param name="Data">What they are, for the report's header.</param>
/// <param name="On">The computation on some of them, int64 (n,), numbered from 0; its tensors live in the caller's dispose scope.</param>
internal sealed record TrainingRows(int Count, string Data, Func<Tensor, Computation> On)
{
    /// <summary>How many rows a batch has unless another number is asked for; null for all.</summary>
    public int? UsualBatch { get; init; }

    /// <summary>Of how many, the first ones, the loss is reported: fewer than all where memory could not hold a pass over them.</summary>
    public int Reported { get; init; } = Count;
}
