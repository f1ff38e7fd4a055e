namespace ScratchVsAutograd;

/// <summary>
/// A variant of a computation that its author suspects of agreeing where the computation itself does not:
/// running it turns a guess about the cause into an experiment.
/// </summary>
/// <param name="Name">A short name, such as <c>epsilon=0</c>.</param>
/// <param name="Sentence">What was changed, as the middle of a sentence: "without the 1e-10 inside the logarithm".</param>
/// <param name="Variant">The same leaves, computed otherwise.</param>
public sealed record Counterfactual(string Name, string Sentence, Computation Variant)
{
    /// <summary>
    /// Counts, in a forward pass of the computation itself, what the cause would act on, in a sentence without its full stop:
    /// "12 of 1,437 rows have a true-class probability below 1e-10". Null where there is nothing to count.
    /// </summary>
    public Func<Trace, string>? Evidence { get; init; }

    /// <summary>What to do if this is the cause, as an order: "use a log-softmax". Null to propose the variant itself.</summary>
    public string? Fix { get; init; }
}
