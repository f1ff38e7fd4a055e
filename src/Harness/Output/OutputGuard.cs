using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>The one place that decides, before any work, whether a command may write where it is told to.</summary>
internal static class OutputGuard
{
    private const string Descriptors = "/proc/self/fd";
    private const string NullDevice = "/dev/null";

    // Not even the program itself is overwritten.
    private static readonly InputFiles Program = InputFiles.CodeIn("this program's", AppContext.BaseDirectory);

    /// <summary>
    /// Refuses an output that is an input or another output, whatever they are called, or the file that a standard stream goes to.
    /// </summary>
    /// <param name="inputs">What the command reads.</param>
    /// <param name="outputs">Those that are no file are always allowed.</param>
    /// <exception cref="InputException">One may not be written; nothing has been changed.</exception>
    public static void Require(IReadOnlyCollection<InputFiles> inputs, IReadOnlyCollection<OutputFile> outputs)
    {
        RequireOtherThanStandardOutput(inputs);
        var written = outputs.Where(output => output.IsFile).Select(output => (output.Option, File: output.Path!)).ToList();
        foreach (var (index, (option, file)) in written.Index())
        {
            RequireNoInput(option, file, [.. inputs, Program]);
            RequireNoStream(option, file);
            if (written[..index].Find(other => FileIdentity.Of(other.File) == FileIdentity.Of(file)) is { File: not null } same
                && same.Option != option)
                throw new InputException(
                    $"{same.Option} and {option} both name {file}, which can be only one of the two; give them two names.");
        }
    }

    private static void RequireNoInput(string option, string file, IEnumerable<InputFiles> inputs)
    {
        // What does not exist, or keeps nothing, cannot be overwritten.
        if (!File.Exists(file) || FileStatus.Of(file) is { Kind: not FileKind.Regular }) return;
        var identity = FileIdentity.Of(file);
        foreach (var input in inputs)
        {
            if (input.Existing.FirstOrDefault(existing => FileIdentity.Of(existing) == identity) is { } overwritten)
                throw new InputException(
                    $"{option} {file} would overwrite {input.Label} {overwritten}, which is an input; give {option} another name.");
        }
    }

    private static void RequireNoStream(string option, string file)
    {
        if (FileStatus.Of(file) is not { } status || status == FileStatus.Of(NullDevice)) return;
        if (status == FileStatus.Of($"{Descriptors}/1"))
            throw new InputException(
                $"{option} {file} is where standard output goes; give {option} another name, or - to have nothing else there.");
        if (status.Kind == FileKind.Regular && status == FileStatus.Of($"{Descriptors}/2"))
            throw new InputException($"{option} {file} is where standard error goes; give {option} another name.");
    }

    // As "check S.cs >> S.cs" would.
    private static void RequireOtherThanStandardOutput(IEnumerable<InputFiles> inputs)
    {
        if (FileStatus.Of($"{Descriptors}/1") is not { Kind: FileKind.Regular } output) return;
        if (inputs.SelectMany(input => input.Existing).FirstOrDefault(existing => FileStatus.Of(existing) == output) is { } overwritten)
            throw new InputException($"Standard output goes to {overwritten}, which is an input; send it to another file.");
    }
}
