using System.CommandLine;
using System.Text;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Output;

/// <summary>What an option writes: a file, standard output in place of the text, or nothing.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly StringWriter output = new();

    public void Dispose()
    {
        output.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_file_is_written_and_the_text_too()
    {
        Write(folder["a.json"], null);
        Assert.Equal("text", output.ToString());
        Assert.Equal("json", File.ReadAllText(folder["a.json"]));
    }

    [Fact]
    public void Standard_output_has_it_in_place_of_the_text_and_files_are_written_all_the_same()
    {
        Write("-", folder["b.csv"]);
        Assert.Equal("json", output.ToString());
        Assert.Equal("csv", File.ReadAllText(folder["b.csv"]));
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        Write(null, null);
        Assert.Equal("text", output.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_takes_no_other_with_it()
    {
        Assert.ThrowsAny<Exception>(() => Write(folder.Path, folder["b.csv"]));
        Assert.Equal("text", output.ToString());
        Assert.Equal("csv", File.ReadAllText(folder["b.csv"]));
    }

    [Fact]
    public void Every_format_of_a_report_is_an_option_and_writes_what_was_found()
    {
        var page = new PageContent { Kind = "made-up", Title = "made-up", Answer = "AGREE.", Agrees = true, Parts = [] };
        var files = new ReportFiles();
        var command = new Command("made-up");
        files.AddTo(command);
        foreach (var format in ReportFormat.All)
        {
            var asked = files.Asked(command.Parse([format.Option, "-"]));
            Assert.Equal(format.Option, Assert.Single(asked, file => file.IsStandardOutput).Option);
            output.GetStringBuilder().Clear();
            ReportFiles.Write(
                asked, new Results([new PrintedReport { Closing = "AGREE." }], this, stream => stream.Write("json"u8), () => page),
                Terminal.Of(output, output));
            Assert.NotEmpty(output.ToString());
        }
    }

    private void Write(string? json, string? csv) => OutputFile.Write(
        Terminal.Of(output, output), () => output.Write("text"),
        (new OutputFile("--json", json), stream => stream.Write(Encoding.UTF8.GetBytes("json"))),
        (new OutputFile("--csv", csv), stream => stream.Write("csv"u8)));
}
