using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>Reports for the tests of writers, made without LibTorch: the numbers follow from snapshots.</summary>
internal static class MadeUpReport
{
    /// <summary>
    /// A float32 report with tensors of the verdicts agree, zero, origin, missing, extra, shape, dtype and non-finite, and a finding of
    /// every kind.
    /// </summary>
    public static ComparisonReport OfEveryVerdict => Of(ScalarType.Float32,
        Tensor("W1", Verdict.Agree, [6, 8], Noisy(Snapshots.Normal(48, seed: 1), 1e-7)),
        Tensor("B1", Verdict.Shape, [1, 6], (Snapshots.Of(ScalarType.Float32, [6], 1, 2, 3, 4, 5, 6), Float32([1, 6], 1, 2, 3, 4, 5, 6)))
            with
        { Note = "backward wrote (6,) for (1, 6)" },
        AtFault(Tensor("Z1", Verdict.Origin, [5, 6], Wrong(Snapshots.Normal(30, seed: 2), element: 20))),
        Tensor("A1", Verdict.Missing, [5, 6], (null, Float32([5, 6], Snapshots.Normal(30, seed: 3)))),
        Tensor("W2", Verdict.Zero, [3, 6], (Float32([3, 6], new double[18]), Float32([3, 6], new double[18]))),
        Tensor("B2", Verdict.NonFinite, [1, 3],
            (Float32([1, 3], double.NaN, double.PositiveInfinity, 0.1), Float32([1, 3], 1, double.NegativeInfinity, 0.1))),
        Tensor("Z2", Verdict.Dtype, [3], (Snapshots.Of(ScalarType.Float64, [3], 0.1, 0.2, 0.3), Float32([3], 0.1, 0.2, 0.3))),
        Tensor("γ/scale", Verdict.Extra, [], (Float32([], 0.25), null)),
        Tensor("unused", Verdict.Zero, [2], (null, null)))
        with
    {
        Forward = [Forward("Z1", off: 0), Forward("loss", off: 0.5)],
        Violations = ["backward changed y in place, by ./src/Scratch/Ops/Linear.cs:40."],
        Remarks = ["Forward: X itself is not finite."],
        Faults = ["Z1"],
    };

    private static SourceLocation Line { get; } = new("./src/Scratch/Ops/Linear.cs", 40, "Backward");

    private static Explanation Explanation { get; } = new()
    {
        Tensor = "Z1",
        Source = Line,
        Cause = CauseKind.SingleElement,
        Kind = ExplanationKind.Signature,
        Text = "One element of dZ1 is wrong.",
        Evidence = "29 of 30 elements are autograd's.",
        Fix = "Look at element [3, 2].",
        Residual = 1e-16,
        Complexity = 6,
    };

    private static Testimony Testimony { get; } = new()
    {
        Tensor = "Z1",
        Says = WitnessSays.Autograd,
        Sentence = "Autograd is right about the loss as written.",
        Statements =
        [
            new WitnessStatement
            {
                Tensor = "Z1",
                Direction = "random 1",
                Scratch = 1.001,
                Autograd = 1,
                FiniteDifference = 1,
                ErrorBar = 1e-9,
                Says = WitnessSays.Autograd,
            },
        ],
    };

    /// <summary>A report of the tensors.</summary>
    public static ComparisonReport Of(ScalarType dtype, params TensorReport[] tensors) => new()
    {
        Computation = "made-up",
        Device = "cpu",
        Dtype = dtype,
        Tolerance = Tolerance.For(dtype),
        Loss = 2.5,
        Tensors = [.. tensors],
    };

    /// <summary>A tensor's report with its values, and with numbers where both gradients exist.</summary>
    public static TensorReport Tensor(
        string name, Verdict verdict, long[] shape, (TensorSnapshot? Scratch, TensorSnapshot? Autograd) gradients)
    {
        var (scratch, autograd) = gradients;
        var dtype = (autograd ?? scratch)?.Dtype ?? ScalarType.Float32;
        return new TensorReport
        {
            Name = name,
            Role = name[0] is 'W' or 'B' ? TensorRole.Parameter : TensorRole.Intermediate,
            Shape = [.. shape],
            ScratchShape = scratch?.Shape,
            Verdict = verdict,
            Reason = VerdictReason.RoundsNoWorse,
            Diff = scratch is not null && autograd is not null ? MadeUpDiff.Of(scratch, autograd, Tolerance.For(dtype)) : null,
            WrittenAt = scratch is null ? [] : [Line],
            Values = new TensorValues(Ones(dtype, shape), scratch, autograd),
        };
    }

    /// <summary>A value of forward, 3, that is off from its reference.</summary>
    public static ForwardReport Forward(string name, double off) => new()
    {
        Name = name,
        Diff = MadeUpDiff.Of(Float32([], 3 + off), Float32([], 3), Tolerance.For(ScalarType.Float32)),
        IsRounding = false,
    };

    private static TensorReport AtFault(TensorReport tensor) => tensor with
    {
        Isolated = tensor.Diff,
        Precision = new PrecisionEvidence(1e-3, 1e-7, 4, 0),
        FaultAt = Line,
        Explanations = [Explanation],
        Testimony = Testimony,
    };

    /// <summary>A float32 snapshot.</summary>
    public static TensorSnapshot Float32(long[] shape, params double[] values) => Snapshots.Of(ScalarType.Float32, shape, values);

    private static (TensorSnapshot, TensorSnapshot) Noisy(double[] values, double relative) =>
        (Float32([6, 8], [.. values.Select((value, i) => value * (1 + relative * (i % 3 - 1)))]), Float32([6, 8], values));

    private static (TensorSnapshot, TensorSnapshot) Wrong(double[] values, int element)
    {
        var scratch = values.ToArray();
        scratch[element] *= 1.001;
        return (Float32([5, 6], scratch), Float32([5, 6], values));
    }

    private static TensorSnapshot Ones(ScalarType dtype, long[] shape) =>
        Snapshots.Of(dtype, shape, [.. Enumerable.Repeat(1.0, (int)shape.Aggregate(1L, (product, size) => product * size))]);
}
