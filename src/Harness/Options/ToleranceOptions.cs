using System.CommandLine;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>The options that say how gradients are held against each other: the same for every command that compares some.</summary>
internal sealed class ToleranceOptions
{
    private readonly DefaultedOption<double?> rtol = OptionFactory.Create<double?>(
        "--rtol", "R", "Relative tolerance [float32 1e-5, float64 1e-9, bfloat16 1.6e-2, float16 1e-3]", null,
        text => ValueParser.NonNegative(text));

    private readonly DefaultedOption<double?> atol = OptionFactory.Create<double?>(
        "--atol", "A", "Absolute tolerance [float32 1e-8, float64 1e-12, bfloat16 and float16 1e-5]", null,
        text => ValueParser.NonNegative(text));

    private readonly Option<bool> inputs = OptionFactory.Flag(
        "--inputs", "Also demand the gradients of inputs; those that backward writes are compared in any case");

    private readonly Option<bool> strict = OptionFactory.Flag("--strict", "Let only agreement and zero gradients pass");

    private readonly DefaultedOption<WitnessMode> witness = OptionFactory.Create(
        "--witness", "auto|always|never",
        "When finite differences decide who is right: for what disagrees, for every tensor, or never [auto]",
        WitnessMode.Auto, ValueParser.Witness);

    private readonly DefaultedOption<TimeSpan> whySeconds = WhySeconds();

    /// <summary>How long causes may be sought: the same option wherever some are.</summary>
    public static DefaultedOption<TimeSpan> WhySeconds() => OptionFactory.Create(
        "--why-seconds", "SECONDS", "Time limit for finding causes, for the whole report; 0 looks for none [5]",
        new ComparisonOptions().WhyTime, ValueParser.Seconds);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { rtol, atol, inputs, strict, witness, whySeconds }) command.Add(option);
    }

    /// <summary>rtol, or null for the working precision's default.</summary>
    public double? Relative(ParseResult result) => rtol.ValueIn(result);

    /// <summary>atol, or null for the working precision's default.</summary>
    public double? Absolute(ParseResult result) => atol.ValueIn(result);

    public bool Inputs(ParseResult result) => result.GetValue(inputs);

    public bool Strict(ParseResult result) => result.GetValue(strict);

    public WitnessMode Witness(ParseResult result) => witness.ValueIn(result);

    public TimeSpan WhyTime(ParseResult result, TimeSpan? unlessGiven = null)
        => result.GetResult(whySeconds) is null && unlessGiven is { } usual ? usual : whySeconds.ValueIn(result);
}
