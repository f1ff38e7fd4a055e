using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>One mistake in one term of a backward.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Output">The step in whose backward it is.</param>
/// <param name="Input">The place of the input whose gradient is wrong.</param>
/// <param name="Apply">The wrong term from the right one; null drops it.</param>
internal sealed record Mutation(string Name, string Output, int Input, Func<Tensor, Tensor?> Apply)
{
    private static readonly IReadOnlyList<(string Name, Func<Tensor, Tensor?> Apply)> Kinds =
    [
        ("doubled", term => term * 2),
        ("halved", term => term / 2),
        ("a hundredth too large", term => term * 1.01),
        ("sign", term => -term),
        ("dropped", _ => null),
        ("zero", term => zeros_like(term)),
        ("last row lost", WithoutLastRow),
    ];

    /// <summary>A random mistake in that computation.</summary>
    public static Mutation Of(RandomComputation computation, Random random)
    {
        var terms = computation.Terms.ToList();
        var (node, input) = terms[random.Next(terms.Count)];
        var (name, apply) = Kinds[random.Next(Kinds.Count)];
        return new Mutation(name, node.Output, input, apply);
    }

    /// <summary>Whether it concerns that term.</summary>
    public bool IsAt(Node node, int input) => node.Output == Output && input == Input;

    public override string ToString() => $", wrong: {Output} input {Input} {Name}";

    private static Tensor WithoutLastRow(Tensor term)
    {
        var wrong = term.clone();
        if (term.shape[0] > 0) wrong.narrow(0, term.shape[0] - 1, 1).zero_();
        return wrong;
    }
}
