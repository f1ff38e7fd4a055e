using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>An op and all the ways in which it is checked: the one thing to write beside its file.</summary>
/// <param name="Op">The class with the equation, forward and backward.</param>
/// <param name="Cases">The plain call first, then options, shapes and special points.</param>
internal sealed partial record OpRow(Type Op, params IReadOnlyList<OpCase> Cases)
{
    /// <summary>Its name on the command line: <c>leaky-relu</c> for LeakyRelu.</summary>
    public string Name { get; init; } = WordStart().Replace(Op.Name, "-$0").ToLowerInvariant();

    /// <summary>What it refuses.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>The same with one more case.</summary>
    public OpRow With(OpCase more) => this with { Cases = [.. Cases, more] };

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
