using System.Collections.Immutable;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Compare.Dumps;
using ScratchVsAutograd.Harness.Compare.Print;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary>Where one comparison's report goes.</summary>
/// <param name="Print">Tensors to show side by side, or null.</param>
/// <param name="Dump">Where to dump the gradients, or null.</param>
/// <param name="JsonFile">Where to write the report as JSON, <see cref="OutputName.StandardOutput"/>, or null.</param>
internal sealed record ReportOutputs(TensorSelector? Print, DumpTarget? Dump, string? JsonFile)
{
    /// <summary>Whether the report must keep the gradients themselves.</summary>
    public bool NeedValues => Print is not null || Dump is not null;

    /// <summary>Finds out before the work whether the files may and can be written after it; nothing is created.</summary>
    /// <param name="inputs">What is read, and so not written.</param>
    /// <exception cref="InputException">One cannot.</exception>
    public void RequireWritable(params InputFiles[] inputs)
    {
        OutputGuard.Require(inputs, [.. Dump?.Files.Select(file => ("--dump", (string?)file)) ?? [], ("--json", JsonFile)]);
        if (JsonFile is not null and not OutputName.StandardOutput && Dump?.Excludes(JsonFile) is true)
            throw new InputException($"--dump and --json both name {JsonFile}, which can be only one of the two; give them two names.");
        Dump?.RequireWritable();
        if (JsonFile is null or OutputName.StandardOutput) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(JsonFile));
        if (folder is null || Dump?.Creates(folder) is not true) AtomicFile.RequireWritable(JsonFile);
    }

    /// <summary>Writes the files first: what the console says is then true of them.</summary>
    /// <exception cref="InputException">A tensor is not there, or a file cannot be written.</exception>
    public void Write(ComparisonReport report, ReportContext context, Terminal terminal)
    {
        var printed = Print?.Select(report);
        InTurn.Run(
            () => Dump?.Write(report),
            () => WriteJsonFile(report, context),
            () => WriteConsole(report, context, terminal, printed ?? []));
    }

    private void WriteJsonFile(ComparisonReport report, ReportContext context)
    {
        if (JsonFile is not null and not OutputName.StandardOutput) AtomicFile.Write(JsonFile, stream => JsonReport.Write(stream, report, context));
    }

    private void WriteConsole(
        ComparisonReport report, ReportContext context, Terminal terminal, ImmutableArray<(TensorReport Tensor, TensorSlice? Slice)> printed)
    {
        if (JsonFile == OutputName.StandardOutput)
        {
            WriteJson(report, context, terminal.Out);
            return;
        }

        ConsoleReport.Write(terminal.Console, report, context);
        foreach (var (tensor, slice) in printed)
        {
            terminal.Out.WriteLine();
            SideBySide.Render(terminal.Out, tensor, slice, Math.Min(terminal.Console.Profile.Width, MaximumWidth));
        }
    }

    private const int MaximumWidth = 120;

    private static void WriteJson(ComparisonReport report, ReportContext context, TextWriter output)
    {
        using var buffer = new MemoryStream();
        JsonReport.Write(buffer, report, context);
        output.Write(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
