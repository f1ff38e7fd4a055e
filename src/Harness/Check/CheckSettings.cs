using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>How to check, as it travels to the child process.</summary>
internal sealed record CheckSettings
{
    /// <summary>What is checked: those that have an assembly.</summary>
    public required IReadOnlyList<CheckTarget> Targets { get; init; }

    /// <summary>What was compiled of source files, by <see cref="CheckTarget.Assembly"/>; several files may share one.</summary>
    public IReadOnlyDictionary<string, CompiledCode> Code { get; init; } = new Dictionary<string, CompiledCode>();

    /// <summary>Such as <c>cpu</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The working precision; null for each computation's own.</summary>
    public ScalarType? Dtype { get; init; }

    /// <summary>rtol; null for the working precision's default.</summary>
    public double? Relative { get; init; }

    /// <summary>atol; null for the working precision's default.</summary>
    public double? Absolute { get; init; }

    public bool Inputs { get; init; }

    public bool Strict { get; init; }

    public WitnessMode Witness { get; init; }

    /// <summary>How long the causes of what is wrong in one computation may be sought.</summary>
    public TimeSpan WhyTime { get; init; } = new ComparisonOptions().WhyTime;

    /// <summary>
    /// What the random generator is seeded with before each computation is made, and what a constructor with a seed gets.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>The command line that repeats the run.</summary>
    public string Command { get; init; } = "";

    /// <summary>Whether a page is to be written.</summary>
    public bool HasPage { get; init; }

    /// <summary>Which tensors get a row in the report's table.</summary>
    public TableRows Rows { get; init; }

    /// <summary>How custom functions are checked; finite differences have an error bar of their own beside rtol.</summary>
    public FunctionCheckOptions ForFunctions
        => Relative is { } relative ? new FunctionCheckOptions { RelativeTolerance = relative } : new FunctionCheckOptions();

    /// <summary>How a computation is compared.</summary>
    /// <param name="own">Its own precision.</param>
    public ComparisonOptions ForComputation(ScalarType own)
    {
        var usual = Tolerance.For(Dtype ?? own);
        return new ComparisonOptions
        {
            Device = ValueParser.Device(Device).Open(),
            Dtype = Dtype,
            // Where neither is given, the computation's own, which may pass through other dtypes on its way.
            Tolerance = (Relative, Absolute) is (null, null)
                ? null
                : new Tolerance(Relative ?? usual.Relative, Absolute ?? usual.Absolute),
            Inputs = Inputs,
            Strict = Strict,
            Witness = Witness,
            WhyTime = WhyTime,
            KeepPictures = HasPage,
        };
    }
}
