using System.CommandLine;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>
/// An option with one value, and another where it is absent. The description says the default in the words that would be
/// typed; the parser's own default would be printed as C# writes it.
/// </summary>
/// <param name="name">Such as <c>--seed</c>.</param>
/// <param name="fallback">The value where the option is absent.</param>
internal sealed class DefaultedOption<T>(string name, T fallback) : Option<T>(name)
{
    public T ValueIn(ParseResult result) => result.GetResult(this) is null ? fallback : result.GetRequiredValue(this);
}
