using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Comparison.Witness;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>The witness is heard on the tensors in dispute, as far as its time allows.</summary>
/// <param name="evidence">What is known about the computation.</param>
/// <param name="options">Whether it is asked at all, and where it runs.</param>
internal sealed class Hearing(Evidence evidence, ComparisonOptions options)
{
    private readonly PrecisionRun working = evidence.Working;
    private readonly List<Testimony> heard = [];
    private readonly List<string> unheard = [];

    /// <summary>What it said.</summary>
    public IReadOnlyList<Testimony> Heard => heard;

    /// <summary>The tensors that there was no time to ask it about.</summary>
    public IReadOnlyList<string> Unheard => unheard;

    /// <summary>Asks it, about those at fault in the order in which backward meets them, as there may not be time for all.</summary>
    /// <param name="judged">The judgements.</param>
    /// <param name="faults">The tensors at fault.</param>
    public void Hear(ImmutableArray<TensorReport> judged, ImmutableArray<string> faults)
    {
        var asked = options.Witness switch
        {
            WitnessMode.Never => [],
            WitnessMode.Always => judged.Where(IsComparable),
            _ =>
                judged.Where(tensor => tensor.Verdict == Verdict.Reference
                    || (faults.Contains(tensor.Name) && IsComparable(tensor) && !IsUnwritten(tensor)))
                .OrderBy(tensor => faults.IndexOf(tensor.Name)),
        };
        var plan = new WitnessPlan(working);
        var inquiries = asked.Select(tensor => Inquire(tensor, plan)).ToList();
        if (inquiries.Exists(inquiry => inquiry.How is not null)) evidence.LetGo();
        foreach (var inquiry in inquiries)
        {
            if (Testify(inquiry) is { } testimony) heard.Add(testimony);
            else unheard.Add(inquiry.Name);
        }
    }

    // Nobody disputes what a gradient is that was not there when it was needed.
    private bool IsUnwritten(TensorReport tensor) => working.ChainedNotes.UnwrittenRead?.Name == tensor.Name;

    // A gradient of another shape or dtype says nothing that the loss could bear out.
    private static bool IsComparable(TensorReport tensor) => tensor.Verdict is not (Verdict.Shape or Verdict.Dtype);

    // Where autograd is suspected it is the working precision that is in dispute, and what scratch made without autograd's upstream
    // gradients; elsewhere the formula, without its roundings.
    private Inquiry Inquire(TensorReport tensor, WitnessPlan plan)
    {
        var name = tensor.Name;
        if (Objection(name) is { } objection) return new Inquiry(name, Objection: objection);
        var isReference = tensor.Verdict == Verdict.Reference;
        // What loses its digits loses some of those of float64 too.
        var precision = isReference ? Tolerance.For(working.Dtype).Relative
            : evidence.Highest.Dtype == ScalarType.Float64 && tensor.Verdict != Verdict.Unstable
            ? 1e-12
            : Tolerance.For(evidence.Highest.Dtype).Relative;
        var usual = new WitnessOptions { Precision = precision, Device = options.Device, OwnsLeaves = true };
        if (plan.Next(usual, isReference || options.Witness == WitnessMode.Always) is not { } how) return new Inquiry(name);
        return isReference
            ? new Inquiry(name, working.ChainedGradient(name), working.Gradient(name), how)
            : new Inquiry(name, evidence.Highest.IsolatedGradient(name), evidence.Highest.Gradient(name), how);
    }

    private string? Objection(string name)
    {
        if (evidence.Stage.Objection(ScalarType.Float64) is { } objection)
            return $"finite differences need the loss in float64. {objection}";
        var tensor = evidence.Tensors.Single(tensor => tensor.Name == name);
        if (!tensor.IsMovable) return "integers cannot be moved by a small step.";
        return tensor.IsKept ? $"finite differences cannot move a kept value. Name {name} with Watch instead." : null;
    }

    private Testimony? Testify(Inquiry inquiry)
    {
        if (inquiry.Objection is { } objection) return Testimony.Silent(inquiry.Name, objection);
        if (inquiry.How is not { } how) return null;
        using var scope = NewDisposeScope();
        return FiniteDifferenceWitness.Testify(evidence.Stage.AsRounded(), inquiry.Name, inquiry.Scratch, inquiry.Autograd, how);
    }

    // What the witness is asked about a tensor; nothing where there is an objection, or no time for it.
    private sealed record Inquiry(
        string Name, Tensor? Scratch = null, Tensor? Autograd = null, WitnessOptions? How = null, string? Objection = null);
}
