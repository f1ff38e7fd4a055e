using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Harness.CommandLine;
using ScratchVsAutograd.Harness.Output.Dumps;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Where one comparison's report goes.</summary>
/// <param name="Print">Tensors to show side by side, or null.</param>
/// <param name="DumpFolder">Where to dump the gradients, or null.</param>
/// <param name="JsonFile">Where to write the report as JSON, <see cref="StandardOutput"/>, or null.</param>
internal sealed record ReportOutputs(TensorSelector? Print, string? DumpFolder, string? JsonFile)
{
    /// <summary>The file name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Whether the report must keep the gradients themselves.</summary>
    public bool NeedValues => Print is not null || DumpFolder is not null;

    /// <summary>Writes the files first: what the console says is then true of them.</summary>
    /// <exception cref="InputException">A tensor is not there, or a file cannot be written.</exception>
    public void Write(ComparisonReport report, ReportContext context, Terminal terminal)
    {
        var printed = Print?.Select(report);
        if (DumpFolder is not null) DumpWriter.Write(DumpFolder, report);
        if (JsonFile is not null and not StandardOutput) AtomicFile.Write(JsonFile, stream => JsonReport.Write(stream, report, context));
        if (JsonFile == StandardOutput)
        {
            WriteJson(report, context, terminal.Out);
            return;
        }

        ConsoleReport.Write(terminal.Console, report, context);
        foreach (var (tensor, slice) in printed ?? [])
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
