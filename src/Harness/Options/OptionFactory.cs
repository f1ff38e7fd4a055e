using System.CommandLine;

namespace ScratchVsAutograd.Harness.Options;

// This folder: how words on the command line become values, and sentences where they cannot (InputException). OptionFactory makes
// options, ValueParser reads their values, Nearest finds what was meant; RunOptions, ToleranceOptions and TableOptions are those that
// several commands have.

/// <summary>Options whose wrong values are answered with our sentence rather than the parser's.</summary>
internal static class OptionFactory
{
    /// <summary>An option with one value.</summary>
    /// <param name="name">Such as <c>--seed</c>.</param>
    /// <param name="valueName">What help calls the value.</param>
    /// <param name="description">One line of help.</param>
    /// <param name="fallback">The value where the option is absent.</param>
    /// <param name="parse">Text to value; an <see cref="InputException"/>'s message becomes the parse error.</param>
    public static DefaultedOption<T> Create<T>(string name, string valueName, string description, T fallback, Func<string, T> parse)
        => new(name, fallback)
        {
            HelpName = valueName,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                try
                {
                    return parse(result.Tokens[0].Value);
                }
                catch (InputException exception)
                {
                    result.AddError($"{name}: {exception.Message}");
                    return fallback;
                }
            },
        };

    /// <summary>An option that may be given more than once, with one value each time.</summary>
    public static Option<string[]> Repeatable(string name, string valueName, string description)
        => new(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description)
        => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
