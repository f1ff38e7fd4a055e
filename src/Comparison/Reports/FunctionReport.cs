using System.Collections.Immutable;

namespace ScratchVsAutograd;

/// <summary>The immutable outcome of checking one custom autograd function.</summary>
public sealed record FunctionReport
{
    /// <summary>The sample's name.</summary>
    public required string Function { get; init; }

    /// <summary>
    /// What the gradient was held to, relative to the element and to the root mean square of its tensor, beyond the error bar.
    /// </summary>
    public required double RelativeTolerance { get; init; }

    /// <summary>Why the function could not be checked, in a sentence with its line; null where it ran.</summary>
    public string? Failure { get; init; }

    /// <summary>What the function did that none may, and that is no verdict of an input, a sentence each.</summary>
    public ImmutableArray<string> Violations { get; init; } = [];

    /// <summary>What is worth knowing and fails nothing, a sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Where the backward of each custom function in the sample returns; empty where no debug information says so.</summary>
    public ImmutableArray<SourceLocation> BackwardAt { get; init; } = [];

    /// <summary>The inputs that need a gradient, in the sample's order; empty where the function could not be checked.</summary>
    public required ImmutableArray<InputReport> Inputs { get; init; }

    /// <summary>How many forward passes the finite differences took.</summary>
    public long ForwardPasses { get; init; }

    /// <summary>Whether the function ran, did nothing that none may, and every input passes.</summary>
    public bool Agrees => Failure is null && Violations.IsEmpty && !Inputs.IsEmpty && Inputs.All(input => input.Verdict.Passes());
}
