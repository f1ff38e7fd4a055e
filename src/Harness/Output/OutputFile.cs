using System.Text;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What an option names to write: a file, standard output in place of the text, or nothing.</summary>
/// <param name="Option">Such as <c>--json</c>.</param>
/// <param name="Path">The file, <see cref="StandardOutput"/>, or null.</param>
internal sealed record OutputFile(string Option, string? Path)
{
    /// <summary>The file name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Whether it takes the place of the text.</summary>
    public bool IsStandardOutput => Path == StandardOutput;

    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Path is not null && !IsStandardOutput;

    /// <summary>Finds out before the work whether it may and can be written after it; nothing is created.</summary>
    /// <param name="inputs">What is read, and so not written.</param>
    /// <param name="outputs">All outputs of a command.</param>
    /// <exception cref="InputException">One cannot.</exception>
    public static void RequireWritable(IReadOnlyCollection<InputFiles> inputs, params IReadOnlyCollection<OutputFile> outputs)
    {
        OutputGuard.Require(inputs, outputs);
        foreach (var output in outputs.Where(output => output.IsFile)) AtomicFile.RequireWritable(output.Path!);
    }

    /// <summary>Writes the files first, since what the terminal says is then true of them; one that fails takes no other with it.</summary>
    /// <param name="terminal">Where standard output goes.</param>
    /// <param name="text">Writes the text, unless an output takes its place.</param>
    /// <param name="outputs">Each with what writes it.</param>
    public static void Write(Terminal terminal, Action text, params IReadOnlyList<(OutputFile Output, Action<Stream> Content)> outputs)
    {
        var instead = outputs.Where(output => output.Output.IsStandardOutput).Select(output => output.Content).FirstOrDefault();
        InTurn.Run(
        [
            .. outputs.Where(output => output.Output.IsFile).Select<(OutputFile Output, Action<Stream> Content), Action>(
                output => () => AtomicFile.Write(output.Output.Path!, output.Content)),
            instead is null ? text : () => terminal.Out.Write(Text(instead)),
        ]);
    }

    /// <summary>What would be written, as text.</summary>
    public static string Text(Action<Stream> content)
    {
        using var buffer = new MemoryStream();
        content(buffer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
