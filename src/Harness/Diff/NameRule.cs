using System.Text;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A rewriting of names as <c>sed</c> writes it: <c>s/old/new/</c>, with any character for the slash, and flags g and i.</summary>
internal sealed partial class NameRule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex old;
    private readonly string replacement;
    private readonly int most;

    private NameRule(string text, Regex old, string replacement, int most)
        => (Text, this.old, this.replacement, this.most) = (text, old, replacement, most);

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    /// <summary>Reads a rule.</summary>
    /// <exception cref="InputException">It is none, or its regular expression is none.</exception>
    public static NameRule Parse(string text)
    {
        if (text.Length < 2 || text[0] != 's' || Parts(text[2..], text[1]) is not [var old, var replacement, var flags]
            || old.Length == 0 || flags.Except("gi").Any())
            throw new InputException(
                $"'{text}' is not a rewriting rule; expected s/old/new/ with a regular expression, such as 's/^module\\.//'.");
        try
        {
            var options = RegexOptions.CultureInvariant | (flags.Contains('i') ? RegexOptions.IgnoreCase : RegexOptions.None);
            return new NameRule(
                text, new Regex(old, options, Patience), Group().Replace(replacement, "$${$1}"), flags.Contains('g') ? -1 : 1);
        }
        catch (ArgumentException error)
        {
            throw new InputException(
                $"'{text}' has no regular expression in it ({error.Message.TrimEnd('.')}); expected s/old/new/.", error);
        }
    }

    /// <summary>The name after the rewriting; the same where the expression does not fit.</summary>
    /// <exception cref="InputException">The expression takes too long.</exception>
    public string Apply(string name)
    {
        try
        {
            return old.Replace(name, replacement, most);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InputException(
                $"--map: the expression of '{Text}' takes longer than a second on '{name}'; write a simpler one.", error);
        }
    }

    // A delimiter after a backslash is an ordinary character.
    private static List<string> Parts(string text, char delimiter)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] != delimiter) part.Append('\\');
                part.Append(text[++i]);
            }
            else if (text[i] == delimiter)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        return [.. parts, part.ToString()];
    }

    // sed's \1 is .NET's $1.
    [GeneratedRegex(@"\\([0-9])")]
    private static partial Regex Group();
}
