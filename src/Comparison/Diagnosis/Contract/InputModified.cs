
namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>Backward changed a tensor of the forward pass, or an upstream gradient, in place.</summary>
internal sealed class InputModified : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Report.Verdict != Verdict.Modified) return null;
        if (suspect.Runs.Before.Changed().Contains(suspect.Name)) return Explanation(suspect.Name, suspect.Source);
        var isolated = suspect.Runs.Isolated.Gradients;
        if (!isolated.IsChangedUpstream(suspect.Name)) return null;
        var sharing = isolated.SharedMemory().Where(pair => pair.First == suspect.Name || pair.Second == suspect.Name);
        return suspect.ByContract(
            CauseKind.InputModified,
            $"backward changes the upstream gradient of {suspect.Name} in place",
            $"what d[{suspect.Name}] had handed out holds other numbers afterwards{Sharing(sharing.FirstOrDefault())}",
            "compute into a new tensor: no in-place operation (a name that ends in _) on what d[…] returns");
    }

    /// <summary>The explanation for a tensor of the forward pass, which may be one that is not compared, such as the labels.</summary>
    /// <param name="name">The tensor that backward changed.</param>
    /// <param name="line">The line by which it was changed, or null.</param>
    public static Explanation Explanation(string name, SourceLocation? line) => new()
    {
        Tensor = name,
        Source = line,
        Cause = CauseKind.InputModified,
        Kind = ExplanationKind.Contract,
        Text = $"backward changes {name} itself in place",
        Evidence = $"{name} holds other numbers after backward than forward left in it",
        Fix = $"compute into a new tensor: no in-place operation (a name that ends in _) on {name}",
        Residual = 0,
        Complexity = 0,
    };

    private static string Sharing((string First, string Second) pair)
        => pair.First is null ? "" : $"; the gradients of {pair.First} and {pair.Second} share memory";
}
