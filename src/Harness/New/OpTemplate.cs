using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.New;

/// <summary>
/// The files to start an op from. They are those of the <c>dotnet new</c> template in <c>templates/op</c>, with its placeholder replaced.
/// </summary>
internal static class OpTemplate
{
    /// <summary>The folder in which the program was called.</summary>
    public const string CurrentFolder = ".";

    private const string Placeholder = "MyOp";

    private static readonly string[] FileNames = [$"{Placeholder}.cs", $"{Placeholder}Tests.cs"];

    /// <summary>Writes the op and its test.</summary>
    /// <param name="name">The op's name, a C# identifier.</param>
    /// <param name="folder">Where to; created where it does not exist.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="InputException">The name is not usable, a file is there already, or cannot be written.</exception>
    public static IReadOnlyList<string> Write(string name, string folder)
    {
        var files = FileNames.Select(file => (Name: Named(file, name), Path: PathOf(Named(file, name), folder), Text: Read(file))).ToList();
        RequireUsable(name, files.Select(file => file.Text));
        if (files.Find(file => Path.Exists(file.Path) || new FileInfo(file.Path).LinkTarget is not null).Path is { } taken)
            throw new InputException($"{taken} is there already, and nothing was written; take another name, or another --output.");
        AtomicFolder.Write(
            folder,
            [
                .. files.Select(
                    file => (file.Name, (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(Named(file.Text, name))))))],
            ImmutableHashSet<string>.Empty);
        return [.. files.Select(file => file.Path)];
    }

    private static void RequireUsable(string name, IEnumerable<string> texts)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            throw new InputException($"'{name}' is not a name for a C# class; give one of letters and digits, such as LayerNorm.");
        // A class of that name would stand in the way of what the files mean by it.
        if (texts.Any(text => Regex.IsMatch(Named(text, ""), $@"\b{Regex.Escape(name)}\b", RegexOptions.NonBacktracking)))
            throw new InputException($"'{name}' means something else in the file already; give another name, such as My{name}.");
    }

    // As a user would type it.
    private static string PathOf(string file, string folder) => folder == CurrentFolder ? file : Path.Combine(folder, file);

    private static string Named(string text, string name) => text.Replace(Placeholder, name, StringComparison.Ordinal);

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(OpTemplate).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
