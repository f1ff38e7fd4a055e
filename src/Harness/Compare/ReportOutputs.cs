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
/// <param name="Files">What else to write.</param>
internal sealed record ReportOutputs(TensorSelector? Print, DumpTarget? Dump, ImmutableArray<OutputFile> Files)
{
    private const int MaximumWidth = 120;

    /// <summary>Whether the report must keep the gradients themselves.</summary>
    public bool NeedValues => Print is not null || Dump is not null;

    /// <summary>Whether the report must keep pictures of them.</summary>
    public bool NeedPictures => ReportFormat.NeedsPictures(Files);

    /// <summary>Finds out before the work whether the files may and can be written after it; nothing is created.</summary>
    /// <param name="inputs">What is read, and so not written.</param>
    /// <exception cref="InputException">One cannot.</exception>
    public void RequireWritable(params InputFiles[] inputs)
    {
        OutputGuard.Require(inputs, [.. Dump?.Files.Select(file => new OutputFile("--dump", file)) ?? [], .. Files]);
        var files = Files.Where(file => file.IsFile).ToList();
        if (files.Find(file => Dump?.Excludes(file.Path!) is true) is { } same)
            throw new InputException(
                $"--dump and {same.Option} both name {same.Path}, which can be only one of the two; give them two names.");
        Dump?.RequireWritable();
        foreach (var file in files.Where(file => Dump?.Creates(Path.GetDirectoryName(Path.GetFullPath(file.Path!)) ?? "") is not true))
            AtomicFile.RequireWritable(file.Path!);
    }

    /// <summary>Writes the files first: what the console says is then true of them.</summary>
    /// <exception cref="InputException">A tensor is not there, or a file cannot be written.</exception>
    public void Write(ComparisonReport report, ReportContext context, Terminal terminal)
    {
        var printed = Print?.Select(report) ?? [];
        var texts = ConsoleReport.Of(report, context);
        var results = new Results(
            texts, report, stream => JsonReport.Write(stream, report, context), () => ComparePage.Of(report, texts, context.Command));
        InTurn.Run(
            () => Dump?.Write(report),
            () => ReportFiles.Write(Files, results, terminal, below: () => ShowSideBySide(printed, terminal)));
    }

    private static void ShowSideBySide(ImmutableArray<(TensorReport Tensor, TensorSlice? Slice)> printed, Terminal terminal)
    {
        foreach (var (tensor, slice) in printed)
        {
            terminal.Out.WriteLine();
            SideBySide.Render(terminal.Out, tensor, slice, Math.Min(terminal.Console.Profile.Width, MaximumWidth));
        }
    }
}
