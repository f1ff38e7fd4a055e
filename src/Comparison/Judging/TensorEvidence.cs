using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>What is known about one tensor's gradient; the questions that cost runs are answered when they are first asked.</summary>
internal sealed class TensorEvidence
{
    private readonly Lazy<bool> isMisled;

    /// <summary>Compares the tensor's gradients in the working precision.</summary>
    /// <param name="all">The evidence on the whole computation.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="worst">How many of the worst elements are listed.</param>
    public TensorEvidence(Evidence all, string name, int worst)
    {
        (All, Name) = (all, name);
        Value = Working.Autograd.Trace[name];
        Refused = Working.Chained.Gradients.Refused(Value);
        Written = Refused is null ? Working.ChainedGradient(name) : Refused.Value;
        Chained = Diff(Written, Working.Autograd.Gradient(name));
        WholeIsolated = Refused is null ? Diff(Working.IsolatedGradient(name), Working.IsolatedOn.Gradient(name)) : null;
        isMisled = new(IsMisled);

        TensorDiff? Diff(Tensor? written, Tensor? expected)
            => written is null || expected is null ? null : TensorDiffer.Compare(written, expected, all.Tolerance, worst);
    }

    /// <summary>The evidence on the whole computation.</summary>
    public Evidence All { get; }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The tensor itself.</summary>
    public Tensor Value { get; }

    /// <summary>A gradient that was refused for its shape or dtype, or null.</summary>
    public RefusedGradient? Refused { get; }

    /// <summary>What backward wrote, a refused gradient included; null where it wrote nothing.</summary>
    public Tensor? Written { get; }

    /// <summary>What autograd computed; null where it has no gradient.</summary>
    public Tensor? Expected => Working.Autograd.Gradient(Name);

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
            if (Upstream.Any(upstream => HasNonFinite(Working.IsolatedOn.Gradient(upstream)))) return false;
            if (Working.Pair(Name, isolated: true) is not { } pair || NonFinitePlaces.AreIn(pair.Scratch, butNotIn: pair.Autograd)) return true;
            return NonFinitePlaces.AreIn(pair.Autograd, butNotIn: pair.Scratch)
                && (!All.IsUsable || All.Precisions.FormulaDiffersOnItsScale(Name, isolated: true));
        }
    }

    private PrecisionRun Working => All.Working;

    // Their tolerances have to be so wide that a formula wrong by a hundredth would pass.
    private bool IsHalf => Working.Dtype is ScalarType.BFloat16 or ScalarType.Float16;

    private IEnumerable<string> Upstream => Working.Isolated.Gradients.ReadsBefore(Name);

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

    private static bool HasNonFinite(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return !tensor.isfinite().all().item<bool>();
    }
}
