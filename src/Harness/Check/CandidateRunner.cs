using System.Reflection;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Learn.Course;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Makes and checks one candidate; whatever it throws is its outcome.</summary>
/// <param name="settings">How.</param>
/// <param name="tell">Told how far it has come, and of a verdict as soon as there is one.</param>
internal sealed class CandidateRunner(CheckSettings settings, Action<ChildMessage> tell)
{
    /// <summary>Runs their code.</summary>
    /// <param name="candidate">What to check.</param>
    /// <param name="file">Where it was found, as the user calls it.</param>
    public CheckOutcome Run(Candidate candidate, string file)
    {
        using var scope = NewDisposeScope();
        using var printed = new BoundedWriter();
        var output = Console.Out;
        Console.SetOut(printed);
        try
        {
            return Check(candidate, file) with { Printed = printed.Lines };
        }
        catch (Exception exception)
        {
            // Whatever a stranger's code throws is a finding about it.
            return CheckOutcome.Failed(candidate.Key, Sentence(exception)) with { Printed = printed.Lines };
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    private CheckOutcome Check(Candidate candidate, string file)
    {
        // The one before may have set another.
        set_default_dtype(ScalarType.Float32);
        random.manual_seed(settings.Seed);
        return candidate.Make(settings.Seed) switch
        {
            Computation computation => Compared(candidate.Key, computation, file),
            FunctionSample sample => Compared(candidate.Key, sample),
            null => CheckOutcome.Failed(candidate.Key, "it is null, where a Computation or a FunctionSample was expected."),
            var other => CheckOutcome.Failed(
                candidate.Key, $"it is marked [GradCheck] and returns {other.GetType().Name}; return a FunctionSample."),
        };
    }

    private CheckOutcome Compared(string key, Computation computation, string file)
    {
        var own = computation.Leaves.FirstOrDefault(leaf => leaf.Value.is_floating_point())?.Value.dtype ?? ScalarType.Float32;
        // Whoever learns to write a gradient has enough to do without rounding.
        var exact = Exercises.Of(computation.Name) is not null && settings.Dtype is null;
        var options = (exact ? settings with { Dtype = ScalarType.Float64 } : settings).ForComputation(own) with
        {
            Judged = report => tell(new ChildMessage { Verdict = Outcome(key, report, file) }),
            TriesSmallerLeaves = true,
        };
        var watched = new WatchedComputation(computation, progress => tell(new ChildMessage { Progress = progress }));
        return Outcome(key, Comparer.Run(watched, options), file);
    }

    private CheckOutcome Outcome(string key, ComparisonReport report, string file)
    {
        var context = new ReportContext(settings.Seed, file, settings.Command);
        var marking = Exercises.Of(report.Computation) is { } exercise ? new Marking(exercise, report) : null;
        var printed = marking?.Report ?? TextReport.Printed(
            report, settings.Seed, settings.Rows, legend: false, new Entry("file", file) { IsVerbatim = true },
            new Entry("versions", LibraryVersions.Text()));
        return new CheckOutcome
        {
            Key = key,
            Agrees = report.Agrees,
            Sentence = marking?.Sentence ?? ClosingSentence.Of(report),
            IsExercise = marking is not null,
            Report = printed,
            Words = [.. report.Tensors.Select(tensor => tensor.Verdict.Word())],
            Json = OutputFile.Text(stream => JsonReport.Write(stream, report, context)).TrimEnd(),
            Page = settings.HasPage ? ComparisonPart.Of(report, printed, new SourceFilesOnDisk()) : null,
        };
    }

    private CheckOutcome Compared(string key, FunctionSample sample)
    {
        var report = FunctionChecker.Run(sample, settings.ForFunctions);
        var printed = FunctionTextReport.Printed(report, settings.Rows);
        return new CheckOutcome
        {
            Key = key,
            Agrees = report.Agrees,
            Sentence = FunctionTextReport.Closing(report),
            Report = printed,
            Words = ["kinks", .. report.Inputs.Select(input => input.Verdict.Word())],
            Json = OutputFile.Text(stream => JsonFunction.Write(stream, report, settings.Command)).TrimEnd(),
            Page = settings.HasPage ? FunctionPart.Of(report, printed, new SourceFilesOnDisk()) : null,
        };
    }

    private static string Sentence(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner)
            exception = inner;
        if (MemoryShortage.Explains(exception)) return "it needs more memory than is available.";
        return exception is InputException or FileException or UnusableComputationException or ArgumentException { StackTrace: null }
            ? exception.Message
            : $"{StopSentence.Of("it", exception).TrimEnd('.')}.";
    }
}
