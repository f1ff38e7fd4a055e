using System.Collections.Immutable;
using System.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// The numbers of a comparison while it goes through the elements in index order; <see cref="TensorDiff"/> says what each
/// one means. Values of the working precision are kept as doubles, which is exact.
/// </summary>
/// <param name="worst">How many of the worst elements are kept.</param>
internal sealed class Measurement(int worst)
{
    private bool zeroPasses = true;

    public long OutOfTolerance { get; private set; }

    public bool Exact { get; private set; } = true;

    public double MaxAbs { get; private set; }

    public long? MaxAbsIndex { get; private set; }

    public double MaxRel { get; private set; }

    public ulong MaxUlp { get; private set; }

    public double Budget { get; private set; }

    public double Sensitivity { get; private set; }

    public CensusCounter Scratch { get; } = new();

    public CensusCounter Autograd { get; } = new();

    public Largest<ElementDiff> Worst { get; } = new(worst);

    /// <summary>Notes whether some elements have the same bits.</summary>
    public void AddExact(bool exact) => Exact &= exact;

    /// <summary>Notes whether zeros instead of the hand-written elements would have passed.</summary>
    public void AddZeroPasses(bool passes) => zeroPasses &= passes;

    /// <summary>Counts elements out of tolerance.</summary>
    public void AddOut(long count) => OutOfTolerance += count;

    public void AddBudget(double budget) => Budget = budget > Budget ? budget : Budget;

    public void AddSensitivity(double allowed) => Sensitivity = allowed > Sensitivity ? allowed : Sensitivity;

    public void AddMaxRel(double relative) => MaxRel = relative > MaxRel ? relative : MaxRel;

    public void AddMaxUlp(ulong distance) => MaxUlp = distance > MaxUlp ? distance : MaxUlp;

    /// <summary>Whether the maximum, and with it the index, would change.</summary>
    public bool RaisesMaxAbs(double difference) => MaxAbsIndex is null || difference > MaxAbs;

    /// <summary>Notes a difference between two finite elements.</summary>
    public void AddMaxAbs(double difference, long index)
    {
        if (RaisesMaxAbs(difference))
            (MaxAbs, MaxAbsIndex) = (difference, index);
    }

    /// <summary>Notes all that an aggregate says of a block of finite elements.</summary>
    public void Add<T, TBits>(in BlockAggregate<T, TBits> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        AddExact(block.Exact);
        AddMaxUlp(block.MaxUlp);
        AddZeroPasses(block.ZeroPasses);
        AddOut(block.OutOfTolerance);
        AddBudget(block.Budget);
        AddSensitivity(block.Sensitivity);
        AddMaxRel(block.MaxRel);
        Scratch.Add(block.Scratch);
        Autograd.Add(block.Autograd);
    }

    /// <summary>Adds what was measured of the elements that come after these.</summary>
    public void Add(Measurement later)
    {
        AddExact(later.Exact);
        AddZeroPasses(later.zeroPasses);
        AddOut(later.OutOfTolerance);
        AddBudget(later.Budget);
        AddSensitivity(later.Sensitivity);
        AddMaxRel(later.MaxRel);
        AddMaxUlp(later.MaxUlp);
        if (later.MaxAbsIndex is { } index) AddMaxAbs(later.MaxAbs, index);
        Scratch.Add(later.Scratch.ToCensus());
        Autograd.Add(later.Autograd.ToCensus());
        Worst.OfferAll(later.Worst);
    }

    /// <summary>The record of a pair of that shape and dtype.</summary>
    public TensorDiff ToDiff(ImmutableArray<long> shape, ScalarType dtype, Tolerance tolerance)
    {
        var autogradCensus = Autograd.ToCensus();
        return new TensorDiff
        {
            ScratchShape = shape,
            AutogradShape = shape,
            ScratchDtype = dtype,
            AutogradDtype = dtype,
            Tolerance = tolerance,
            Count = autogradCensus.Count,
            OutOfTolerance = OutOfTolerance,
            Exact = Exact,
            MaxAbs = MaxAbs,
            MaxAbsIndex = MaxAbsIndex,
            MaxRel = MaxRel,
            MaxUlp = MaxUlp,
            Budget = Budget,
            Sensitivity = Sensitivity,
            Blind = zeroPasses && !autogradCensus.AllZero,
            Scratch = Scratch.ToCensus(),
            Autograd = autogradCensus,
            Worst = [.. Worst.Items],
        };
    }
}
