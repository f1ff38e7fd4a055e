using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Harness.Learn.Course;

/// <summary>A gradient that the reader is to write.</summary>
/// <param name="Tensor">Whose gradient, as the trace calls it.</param>
/// <param name="Rule">The first hint: which rule of calculus it takes.</param>
/// <param name="Equation">The second hint.</param>
/// <param name="Lines">The third hint, and the solution: the lines of code, without their indentation.</param>
internal sealed partial record Gap(string Tensor, string Rule, string Equation, IReadOnlyList<string> Lines)
{
    /// <summary>How the gradient is called.</summary>
    public string Gradient => $"d{Tensor}";

    /// <summary>What stands in its place until it is written: it compiles, and every other line can be checked beside it.</summary>
    public string Placeholder
    {
        get
        {
            var variable = Written().Match(Lines[^1]).Groups["variable"].Value;
            return $"d.Add({variable}, zeros_like({variable}));     // write {Gradient}";
        }
    }

    [GeneratedRegex(@"^d\.Add\((?<variable>\w+), ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
