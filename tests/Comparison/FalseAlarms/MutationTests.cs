using Xunit.Abstractions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>The other side of <see cref="FalseAlarmTests"/>: with one mistake in it, hardly one of the same computations passes.</summary>
public sealed class MutationTests(ITestOutputHelper output) : TensorTest
{
    private const double Required = 0.999;

    public static TheoryData<ScalarType> Dtypes => [.. RandomComputations.Dtypes];

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_mistake_that_changes_a_gradient_is_caught(ScalarType dtype)
    {
        using var thread = new OneThread();
        var missed = new List<string>();
        var noticeable = 0;
        for (var number = 0; number < RandomComputations.Count / 2; number++)
        {
            using var scope = NewDisposeScope();
            var recipe = RandomComputations.Recipe(dtype, number);
            if (Draft.Of(recipe) is not { } right) continue;
            var mutation = Mutation.Of(right, new Random(number));
            if (!MutationEffect.IsNoticeable(right, mutation, recipe)) continue;
            noticeable++;
            var wrong = right.With(mutation);
            var report = Comparer.Run(
                wrong, new ComparisonOptions { Inputs = recipe.Inputs, Witness = WitnessMode.Never, WhyTime = TimeSpan.Zero });
            if (report.Agrees)
                missed.Add(
                    $"{wrong.Name}\n    {string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict.Word()}"))}");
        }

        var caught = 1 - (double)missed.Count / noticeable;
        var summary = FormattableString.Invariant(
            $"{dtype}: {noticeable} mistakes of {RandomComputations.Count / 2} change a gradient, {missed.Count} missed, ")
            + FormattableString.Invariant($"{caught:P3} caught");
        output.WriteLine(summary);
        Assert.True(caught >= Required, $"{summary}\n{string.Join("\n", missed.Take(20))}");
    }
}
