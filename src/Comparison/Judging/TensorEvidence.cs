using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>What is known about one tensor's gradient; the questions that cost runs are answered when they are first asked.</summary>
internal sealed class TensorEvidence
{
    private readonly Lazy<bool> isMisled;

    /// <summary>What the working precision tells about a tensor.</summary>
    /// <param name="all">The evidence on the whole computation.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="diffs">The numbers of all tensors.</param>
    public TensorEvidence(Evidence all, string name, WorkingDiffs diffs)
    {
        (All, Name) = (all, name);
        var value = Value;
        (Chained, WholeIsolated) = (diffs.Chained(name), diffs.Isolated(name));
        (Shape, ScratchShape) = ([.. value.shape], Chained?.ScratchShape ?? (Written is { } written ? [.. written.shape] : null));
        WrittenAt = [.. Working.ChainedNotes.WrittenAt(name)];
        Terms = Working.IsolatedNotes.TermsOf(name);
        Leaf = Working.Autograd.Leaves.Find(name);
        IsMovable = value.is_floating_point();
        IsKept = Leaf is null && !Working.Autograd.Trace.Watched.Contains(name);
        isMisled = new(IsMisled);
    }

    /// <summary>The evidence on the whole computation.</summary>
    public Evidence All { get; }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The tensor itself.</summary>
    public Tensor Value => Working.Autograd.Trace[Name];

    /// <summary>What backward wrote, a refused gradient included; null where it wrote nothing.</summary>
    public Tensor? Written => Objection is null ? Working.ChainedGradient(Name) : Working.Chained.Gradients.Refused(Value)!.Value;

    /// <summary>What autograd computed; null where it has no gradient.</summary>
    public Tensor? Expected => Working.Gradient(Name);

    /// <summary>The tensor's shape.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The shape of what backward wrote; null where it wrote nothing.</summary>
    public ImmutableArray<long>? ScratchShape { get; }

    /// <summary>The lines that wrote it.</summary>
    public ImmutableArray<SourceLocation> WrittenAt { get; }

    /// <summary>How many terms were written in the isolated run.</summary>
    public int Terms { get; }

    /// <summary>The leaf that it is, or null.</summary>
    public Leaf? Leaf { get; }

    /// <summary>Whether it is of floating-point numbers, which can be moved by a little.</summary>
    public bool IsMovable { get; }

    /// <summary>Whether it is neither a leaf nor watched.</summary>
    public bool IsKept { get; }

    /// <summary>What is wrong with a gradient that was refused for its shape or dtype; null where none was.</summary>
    public string? Objection => Working.ChainedNotes.Objection(Name);

    /// <summary>The numbers of the chained run; null where a side is absent.</summary>
    public TensorDiff? Chained { get; }

    /// <summary>The numbers of the isolated run; null where a side is absent.</summary>
    public TensorDiff? WholeIsolated { get; }

    /// <summary>
    /// The numbers of the isolated run where they prove something: not where the upstream gradient that autograd lent it is itself wrong.
    /// </summary>
    public TensorDiff? Isolated => WholeIsolated is { AllClose: false } && isMisled.Value ? null : WholeIsolated;

    /// <summary>Whether both runs are within tolerance.</summary>
    public bool IsClose => Chained is { AllClose: true } && Isolated is null or { AllClose: true };

    /// <summary>Whether being within tolerance says little, in one of the runs.</summary>
    public bool SaysLittle => Says(Chained) || Says(Isolated);

    /// <summary>
    /// Whether being within tolerance does not say little after all, as the working precision agrees by the tensor's own scale too: a
    /// higher one would find no other formula. It might find that the gradient is zero but for rounding, which is worth its cost where that
    /// is small.
    /// </summary>
    public bool AgreesOnItsScale
        => Working.IsLarge && Working.Dtype is ScalarType.Float32 or ScalarType.Float64 && IsClose
            && Working.Agrees(Name, isolated: false, TwoPrecisions.OfItsScale)
            && (WholeIsolated is null || Working.Agrees(Name, isolated: true, TwoPrecisions.OfItsScale));

    /// <summary>Whether both gradients are zero in every element of the chained run.</summary>
    public bool IsAllZero => Chained is { AreBothZero: true };

    /// <summary>Whether the sides of one of the runs are not finite in different places or ways.</summary>
    public bool IsDifferentlyNonFinite => IsNonFinite(Chained, isolated: false) || IsNonFinite(Isolated, isolated: true);

    /// <summary>Whether scratch's own formula for this tensor is another than autograd's.</summary>
    public bool IsOtherFormula => Isolated is { } isolated && FormulaDiffers(isolated, isIsolated: true);

    /// <summary>Whether scratch's gradient is another than autograd's, whoever made it so.</summary>
    public bool IsOtherInTheEnd => FormulaDiffers(Chained!, isIsolated: false);

    /// <summary>Whether scratch's own formula is another in any element, however small that is.</summary>
    public bool DiffersAnywhere => All.IsUsable && All.Precisions.FormulaDiffersAnywhere(Name, isolated: true);

    /// <summary>
    /// Whether scratch itself made a gradient non-finite that is not, or finite that is not, out of finite ones; elsewhere it only
    /// handed on what autograd's own upstream gradient had become.
    /// </summary>
    public bool MakesNonFinite
    {
        get
        {
            if (Upstream.Any(upstream => HasNonFinite(Working.Gradient(upstream)))) return false;
            if (Working.Pair(Name, isolated: true) is not { } pair || NonFinitePlaces.AreIn(pair.Scratch, butNotIn: pair.Autograd))
                return true;
            return NonFinitePlaces.AreIn(pair.Autograd, butNotIn: pair.Scratch)
                && (!All.IsUsable || All.Precisions.FormulaDiffersOnItsScale(Name, isolated: true));
        }
    }

    /// <summary>
    /// Whether the isolated run's gradients of the working precision will be looked at again: what agrees in float32 is not asked for.
    /// </summary>
    public bool NeedsIsolated => IsDoubtful(WholeIsolated)
        && !(WholeIsolated!.AllClose && Working.Dtype == ScalarType.Float32
            && Working.Agrees(Name, isolated: true, TwoPrecisions.OfItsScale));

    /// <summary>Whether other precisions have something to say about it.</summary>
    public bool IsOpen => Chained is { Comparable: true } && (IsDoubtful(Chained) || IsDoubtful(WholeIsolated)) && !AgreesOnItsScale
        && !All.Contract.Modified.ContainsKey(Name) && !All.Contract.Unrepeatable.Contains(Name)
        && !All.Contract.LayoutDependent.Contains(Name)
        && AreFinite(Chained) && AreFinite(WholeIsolated);

    private PrecisionRun Working => All.Working;

    /// <summary>
    /// Asks other precisions, where they are to be asked at all, what the ruling will want to know of the chained run, or of the isolated
    /// one, so that what they ran can be let go of before it is made.
    /// </summary>
    /// <param name="ofIsolated">Of which of the two; the chained one comes first.</param>
    public void LookAhead(bool ofIsolated)
    {
        if (IsOpen && All.IsUsable && (ofIsolated ? Isolated : Chained) is { } diff)
            All.Precisions.LookAt(Name, ofIsolated, !diff.AllClose, Says(diff));
    }

    private static bool AreFinite(TensorDiff? diff) => diff is null || diff.Scratch.NonFinite + diff.Autograd.NonFinite == 0;

    private bool IsDoubtful(TensorDiff? diff) => diff is { AllClose: false } || Says(diff);

    // Their tolerances have to be so wide that a formula wrong by a hundredth would pass.
    private bool IsHalf => Working.Dtype is ScalarType.BFloat16 or ScalarType.Float16;

    private IEnumerable<string> Upstream => Working.IsolatedNotes.ReadsBefore(Name);

    // All zero: in float64 as well, or only because the working precision has no smaller numbers?
    private bool Says(TensorDiff? diff)
        => diff is not null
            && (diff.IsDominated || IsHalf || (diff.AreBothZero && Working.Dtype != ScalarType.Float64));

    private bool IsMisled()
        => All.IsUsable && All.Precisions.AgreesInHigh(Name, isolated: true)
            && Upstream.Any(upstream => !All.Precisions.AutogradIsTrue(upstream));

    private bool FormulaDiffers(TensorDiff diff, bool isIsolated)
        => (!diff.AllClose && All.Precisions.FormulaDiffers(Name, isIsolated))
            || (Says(diff) && All.Precisions.FormulaDiffersOnItsScale(Name, isIsolated));

    private bool IsNonFinite(TensorDiff? diff, bool isolated)
        => diff is { AllClose: false } && diff.Scratch.NonFinite + diff.Autograd.NonFinite > 0
            && Working.Pair(Name, isolated) is { } pair && NonFinitePlaces.Differ(pair);

    private static bool HasNonFinite(Tensor? tensor) => tensor is not null && !Finite.All(tensor);
}
