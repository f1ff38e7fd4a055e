using Xunit.Abstractions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>
/// No right backward is accused. A computation whose loss or whose gradient by autograd is not finite in the working precision has
/// no right backward; of those, only that no line is blamed for it is asked, and that they are few.
/// </summary>
public sealed class FalseAlarmTests(ITestOutputHelper output) : TensorTest
{
    public static TheoryData<ScalarType> Dtypes => [.. RandomComputations.Dtypes];

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void Right_computations_pass(ScalarType dtype)
    {
        using var thread = new OneThread();
        var tally = new Tally(dtype);
        for (var number = 0; tally.Judged < RandomComputations.Count; number++)
        {
            using var scope = NewDisposeScope();
            var recipe = RandomComputations.Recipe(dtype, number);
            var computation = Draft.Of(recipe);
            tally.Add(computation, () => Comparer.Run(computation!, new ComparisonOptions { Inputs = recipe.Inputs }));
        }

        output.WriteLine($"{tally}");
        Assert.True(tally.Accusations.Count == 0, $"{tally}\n{string.Join("\n", tally.Accusations.Take(20))}");
        // float16 ends at 65,504.
        Assert.InRange(tally.Discarded, 0, dtype == ScalarType.Float16 ? 0.25 : 0.02);
    }
}
