using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// A wrong gradient beside the right one, in float64: the whole gradient of a tensor, or one contribution to it, whose right
/// value is what autograd's gradient leaves over for it. An explanation of a contribution names the contribution's line.
/// </summary>
internal sealed class GradientUnderTest
{
    // Only a value this far below the gradient's scale counts as zero where subtracting the other contributions has left its rounding.
    private const double Rounding = 1e-13;

    /// <summary>Sets the two beside each other.</summary>
    /// <param name="name">The tensor that the gradient is of.</param>
    /// <param name="wrong">What backward wrote.</param>
    /// <param name="right">What it should have written.</param>
    /// <param name="fits">The largest residual of a fit.</param>
    public GradientUnderTest(string name, Tensor wrong, Tensor right, double fits = 1e-9)
    {
        Name = name;
        Fits = fits;
        Wrong = wrong.detach().to(ScalarType.Float64);
        Right = right.detach().to(ScalarType.Float64);
    }

    /// <summary>The tensor that the gradient is of.</summary>
    public string Name { get; }

    /// <summary>What backward wrote.</summary>
    public Tensor Wrong { get; }

    /// <summary>What it should have written.</summary>
    public Tensor Right { get; }

    /// <summary>The largest residual at which a corrected gradient is the right one.</summary>
    public double Fits { get; }

    /// <summary>The largest magnitude on either side.</summary>
    public double Scale => Measured.Scale ??= Math.Max(Match.Largest(Wrong), Match.Largest(Right));

    /// <summary>
    /// What has been measured of the two: of large ones that takes as long as a signature, so all that are tried on them share it.
    /// </summary>
    public Measures Measured { get; init; } = new();

    /// <summary>The line that wrote it; null where none did.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>Whether this is one contribution of several, not the whole gradient.</summary>
    public bool IsContribution { get; init; }

    /// <summary>How many contributions the whole gradient has.</summary>
    public int Contributions { get; init; } = 1;

    /// <summary>The working precision's verdict on the tensor.</summary>
    public Verdict Verdict { get; init; } = Verdict.Origin;

    /// <summary>Why backward's gradient was refused, in a sentence; null where it was not.</summary>
    public string? Objection { get; init; }

    /// <summary>The forward pass's named tensors.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Named { get; init; } = [];

    /// <summary>The upstream gradients that it can have been made from, the latest read first; each is dL/d of the name.</summary>
    public IReadOnlyList<(string Name, Tensor Gradient)> Upstreams { get; init; } = [];

    /// <summary>The tensor itself, in float64; null where it is not named, or of another shape.</summary>
    public Tensor? Value
        => Named.FirstOrDefault(tensor => tensor.Name == Name).Value is { } value && value.shape.AsSpan().SequenceEqual(Right.shape)
            ? value.to(ScalarType.Float64)
            : null;

    /// <summary>Whether the shapes are equal.</summary>
    public bool SameShape => Wrong.shape.AsSpan().SequenceEqual(Right.shape);

    /// <summary>Where the two differ; null where the shapes do.</summary>
    public Tensor? Differs
    {
        get => field ?? (SameShape ? (Wrong - Right).abs() > Fits * Scale : null);
        init;
    }

    /// <summary>Where the right gradient is zero.</summary>
    public Tensor RightIsZero => Right.abs() <= Rounding * Scale;

    /// <summary>Where the wrong gradient is zero.</summary>
    public Tensor WrongIsZero => Wrong.abs() <= Rounding * Scale;

    /// <summary>What sentences call it.</summary>
    public string Label
    {
        get => field ?? (IsContribution ? $"the contribution of line {Source?.Line} to the gradient of {Name}" : $"the gradient of {Name}");
        init;
    }

    /// <summary>What sentences call the side that may be wrong.</summary>
    public string Judged { get; init; } = "scratch";

    /// <summary>What sentences call the side that is right.</summary>
    public string Reference { get; init; } = "autograd";

    /// <summary>
    /// Whether there is something to explain by values: of one run, as of another; both finite (∞ and 0·∞ are explained
    /// elsewhere), and the right one not zero everywhere.
    /// </summary>
    public bool IsExplicable => Measured.IsExplicable ??=
        Verdict is not (Verdict.Modified or Verdict.Unrepeatable) && Fits > 0
           && Wrong.numel() > 0 && Right.numel() > 0 && double.IsFinite(Scale) && Scale > 0
           && !RightIsZero.all().item<bool>() && !(Match.Residual(Wrong, Right) <= Fits);

    /// <summary>What a suspect's values give: the whole gradient, or one term of it; null where a side is missing.</summary>
    public static GradientUnderTest? Of(Suspect suspect)
        => suspect is not { Scratch: { } scratch, Autograd: { } autograd }
            ? null
            : new(suspect.Name, scratch, autograd, Match.Bound(suspect.Value.dtype))
            {
                Measured = suspect.Measured,
                Source = suspect.Source,
                IsContribution = suspect.IsTerm,
                Contributions = suspect.Terms.Count,
                Verdict = suspect.Report.Verdict,
                Objection = suspect.Refused?.Objection ?? suspect.Report.Note,
                Named = [.. suspect.Near([.. suspect.Trace.Order]).Select(name => (name, suspect.Trace[name].detach()))],
                Upstreams = suspect.Upstreams,
            };

    /// <summary>An explanation of this gradient.</summary>
    public Explanation Explained(CauseKind cause, string text, string evidence, string fix, double residual, int complexity) => new()
    {
        Tensor = Name,
        Source = Source,
        Cause = cause,
        Kind = ExplanationKind.Signature,
        Text = Explaining.Sentence(text),
        Evidence = Explaining.Sentence(evidence),
        Fix = Explaining.Sentence(fix),
        Residual = residual,
        Complexity = complexity,
    };

    /// <summary>Numbers about the two gradients; null where nobody has asked for them.</summary>
    internal sealed class Measures
    {
        /// <summary>See <see cref="GradientUnderTest.Scale"/>.</summary>
        public double? Scale { get; set; }

        /// <summary>See <see cref="GradientUnderTest.IsExplicable"/>.</summary>
        public bool? IsExplicable { get; set; }
    }
}
