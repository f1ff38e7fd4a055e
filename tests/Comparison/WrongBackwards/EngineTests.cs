using System.Collections.Concurrent;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>What the engine finds out about each wrong backward pass.</summary>
public sealed class EngineTests : TensorTest
{
    private static readonly ConcurrentDictionary<string, ComparisonReport> Reports = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. WrongBackwardCatalog.All.Select(wrong => wrong.Name)];

    public static TheoryData<string> RightNames => [.. WrongBackwardCatalog.Subjects.Select(subject => subject.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Catches(string name) => Assert.False(Report(WrongBackwardCatalog.Named(name)).Agrees);

    [Theory]
    [MemberData(nameof(RightNames))]
    public void Accepts_the_right_version(string name)
    {
        var report = Comparer.Run(WrongBackwardCatalog.SubjectNamed(name));
        Assert.True(
            report.Agrees, string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict}").Append(report.Failure)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_line(string name)
    {
        var wrong = WrongBackwardCatalog.Named(name);
        var report = Report(wrong);
        // A kept value is no compared tensor: that backward changes it is said in a sentence of its own.
        var violation = report.Violations.FirstOrDefault(sentence => sentence.Contains($" {wrong.Tensor} ", StringComparison.Ordinal));
        var found = violation ?? $"{report.Tensors.Single(tensor => tensor.Name == report.Faults[0]).FaultAt}";
        Assert.True(
            wrong.Fault is null ? found.Length == 0 : found.Contains(wrong.Fault.ToString(), StringComparison.Ordinal),
            $"expected {wrong.Tensor} at {wrong.Fault}; found {found}; "
            + string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict} {tensor.FaultAt}")));
    }

    [Fact]
    public void Names_the_cause_in_95_of_100_and_never_a_wrong_one()
    {
        var determinable = WrongBackwardCatalog.All.Where(wrong => wrong.Causes.Count > 0).ToList();
        var named = determinable.Select(wrong => (wrong, Cause: Cause(Report(wrong), wrong))).ToList();
        var wrongly = named.Where(item => item.Cause is { } cause && !item.wrong.Causes.Contains(cause)).ToList();
        Assert.True(
            wrongly.Count == 0, string.Join(
                "; ", wrongly.Select(item => $"{item.wrong.Name}: {item.Cause} for {string.Join("/", item.wrong.Causes)}")));
        var silent = named.Where(item => item.Cause is null).Select(item => item.wrong.Name).ToList();
        Assert.True(
            silent.Count <= 0.05 * determinable.Count,
            $"{silent.Count} of {determinable.Count} without a cause: {string.Join(", ", silent)}");
    }

    private static CauseKind? Cause(ComparisonReport report, WrongBackward wrong)
        => report.Explanations.FirstOrDefault(explanation => explanation.Tensor == wrong.Tensor)?.Cause
            ?? report.Explanations.FirstOrDefault()?.Cause;

    // A report holds no tensors; on a busy machine, too, there is time for every cause.
    private static ComparisonReport Report(WrongBackward wrong)
        => Reports.GetOrAdd(wrong.Name, _ => Comparer.Run(wrong.Computation, new ComparisonOptions { WhyTime = TimeSpan.FromMinutes(5) }));
}
