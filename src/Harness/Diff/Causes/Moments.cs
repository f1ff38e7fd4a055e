using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>Two tensors of one shape as two long vectors, in float64.</summary>
/// <param name="Count">How many elements.</param>
/// <param name="Product">⟨A, B⟩.</param>
/// <param name="SquaresA">⟨A, A⟩.</param>
/// <param name="SquaresB">⟨B, B⟩.</param>
/// <param name="SumA">ΣA.</param>
/// <param name="SumB">ΣB.</param>
/// <param name="Difference">⟨A − B, A − B⟩.</param>
/// <param name="Fourths">⟨B², B²⟩.</param>
internal sealed record Moments(
    long Count, double Product, double SquaresA, double SquaresB, double SumA, double SumB, double Difference, double Fourths)
{
    /// <summary>One pass over both.</summary>
    public static Moments Of(Tensor a, Tensor b)
    {
        var moments = new Moments(a.numel(), 0, 0, 0, 0, 0, 0, 0);
        foreach (var (ofA, ofB) in Fit.Chunks(a, b))
        {
            using var scope = NewDisposeScope();
            moments = moments with
            {
                Product = moments.Product + (ofA * ofB).sum().item<double>(),
                SquaresA = moments.SquaresA + ofA.square().sum().item<double>(),
                SquaresB = moments.SquaresB + ofB.square().sum().item<double>(),
                SumA = moments.SumA + ofA.sum().item<double>(),
                SumB = moments.SumB + ofB.sum().item<double>(),
                Difference = moments.Difference + (ofA - ofB).square().sum().item<double>(),
                Fourths = moments.Fourths + ofB.square().square().sum().item<double>(),
            };
        }

        return moments;
    }

    /// <summary>Whether both are finite and neither is zero.</summary>
    public bool AreUsable => double.IsFinite(SquaresA + SquaresB + Difference) && SquaresA > 0 && SquaresB > 0;

    /// <summary>The k for which k · B comes closest to A.</summary>
    public double Factor => Product / SquaresB;

    /// <summary>The cosine of the angle between them.</summary>
    public double Cosine => Product / Math.Sqrt(SquaresA) / Math.Sqrt(SquaresB);

    /// <summary>The cosine once each has lost its mean; 0 where that leaves nothing.</summary>
    public double Correlation
    {
        get
        {
            var (ofA, ofB) = (SquaresA - SumA * SumA / Count, SquaresB - SumB * SumB / Count);
            return ofA > 0 && ofB > 0 ? (Product - SumA * SumB / Count) / Math.Sqrt(ofA) / Math.Sqrt(ofB) : 0;
        }
    }

    /// <summary>What k · B leaves of A, relative to A.</summary>
    public double Rest => Math.Sqrt(Math.Max(0, 1 - Cosine * Cosine));

    /// <summary>
    /// How uncertain noise makes the factor, relative to it: of few large elements and many small ones, only the large count.
    /// </summary>
    public double Uncertainty => Fourths > 0 ? Rest * Math.Sqrt(Fourths) / SquaresB : Rest;

    /// <summary>‖A − B‖ / ‖B‖.</summary>
    public double RelativeL2 => Math.Sqrt(Difference / SquaresB);
}
