namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Lookup;

/// <summary>The cause of slips that no hypothesis was made for, and the equation to write.</summary>
public sealed class FormulaLookupTests : TensorTest
{
    public static TheoryData<string> Names => [.. Slips.All.Concat(OpSlips.All).Concat(LossSlips.All).Select(slip => slip.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_the_cause_and_what_to_write(string name)
    {
        var slip = Slips.All.Concat(OpSlips.All).Concat(LossSlips.All).Single(slip => slip.Name == name);
        var report = Comparer.Run(slip.Computation(), new ComparisonOptions { WhyTime = TimeSpan.FromMinutes(5) });
        var found = report.Explanations.FirstOrDefault(explanation => explanation.Tensor == slip.Tensor);
        Assert.True(found is not null, "no cause");
        var text = $"{found.Cause}: {found.Text} | {found.Evidence} | {found.Fix}";
        Assert.True(slip.Causes.Contains(found.Cause), text);
        Assert.True(text.Contains(slip.Says, StringComparison.Ordinal), text);
        Assert.InRange(found.Residual, 0, 1e-9);
    }
}
