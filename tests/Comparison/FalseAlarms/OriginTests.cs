using Xunit.Abstractions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>
/// With one mistake in it, a random computation has one origin, and that is where the mistake was made, in whatever style backward is
/// written.
/// </summary>
public sealed class OriginTests(ITestOutputHelper output) : TensorTest
{
    private const double Required = 0.98;

    public static TheoryData<Style> Styles => [.. Enum.GetValues<Style>()];

    [Theory]
    [MemberData(nameof(Styles))]
    public void The_origin_is_where_the_mistake_was_made(Style style)
    {
        using var thread = new OneThread();
        var missed = new List<string>();
        var noticeable = 0;
        for (var number = 0; number < RandomComputations.Count / 2; number++)
        {
            using var scope = NewDisposeScope();
            var recipe = RandomComputations.Recipe(ScalarType.Float64, number);
            if (Draft.Of(recipe)?.In(style) is not { } right) continue;
            var mutation = Mutation.Of(right, new Random(number));
            if (!MutationEffect.IsNoticeable(right, mutation, recipe)) continue;
            noticeable++;
            var expected = right.Terms.First(term => mutation.IsAt(term.Node, term.Input));
            var report = Comparer.Run(right.With(mutation), new ComparisonOptions { Witness = WitnessMode.Never, WhyTime = TimeSpan.Zero });
            if (report.Faults is not [var fault] || fault != expected.Node.Inputs[expected.Input])
                missed.Add($"{right.With(mutation).Name}\n    {string.Join(" ", report.Faults)}: "
                    + $"{string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict.Word()}"))}");
        }

        var found = 1 - (double)missed.Count / noticeable;
        var summary = FormattableString.Invariant($"{style}: {noticeable} mistakes, {found:P2} of the origins right");
        output.WriteLine(summary);
        Assert.True(found >= Required, $"{summary}\n{string.Join("\n", missed.Take(20))}");
    }
}
