using System.Runtime.Versioning;
using System.Text;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Writing;

namespace ScratchVsAutograd.Tests.Files.Writing;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_written_and_replaced()
    {
        AtomicFile.Write(folder["report.json"], output => output.Write("a longer text"u8));
        AtomicFile.Write(folder["report.json"], output => output.Write("short"u8));
        Assert.Equal("short", File.ReadAllText(folder["report.json"]));
        Assert.Equal(["report.json"], folder.Entries);
    }

    [Fact]
    public void A_failure_half_way_leaves_what_was_there()
    {
        File.WriteAllText(folder["report.json"], "before");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["report.json"], FailHalfWay));
        Assert.Equal("before", File.ReadAllText(folder["report.json"]));
        Assert.Equal(["report.json"], folder.Entries);
    }

    [Fact]
    public void A_failure_half_way_leaves_nothing_where_nothing_was()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["report.json"], FailHalfWay));
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData("missing/report.json", "there is no folder")]
    [InlineData("file/report.json", "cannot be written")]
    [InlineData("folder", "is a folder")]
    public void A_path_that_cannot_be_written_gives_a_sentence(string path, string sentence)
    {
        File.WriteAllText(folder["file"], "");
        Directory.CreateDirectory(folder["folder"]);
        var error = Assert.Throws<FileException>(() => AtomicFile.Write(folder[path], output => output.WriteByte(1)));
        Assert.StartsWith(folder[path], error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal(["file", "folder"], folder.Entries);
    }

    [Fact]
    public void An_empty_name_gives_a_sentence() =>
        Assert.Contains(
            "is empty", Assert.Throws<FileException>(() => AtomicFile.Write("", FailHalfWay)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_full_disk_gives_a_sentence()
    {
        if (!File.Exists("/dev/full"))
            return; // Linux alone has a device that is always full.
        var error = Assert.Throws<FileException>(() => AtomicFile.Write("/dev/full", output => output.Write("text"u8)));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full"));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return; // Making a link needs a privilege there.
        File.WriteAllText(folder["target"], "before");
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        AtomicFile.Write(folder["link"], output => output.Write("after"u8));
        Assert.Equal("after", File.ReadAllText(folder["target"]));
        Assert.Equal(folder["target"], new FileInfo(folder["link"]).LinkTarget);
    }

    [UnixFact]
    public void A_link_to_a_file_that_is_not_there_yet_stays_a_link()
    {
        File.CreateSymbolicLink(folder["link"], "target");
        AtomicFile.Write(folder["link"], output => output.Write("after"u8));
        Assert.Equal("after", File.ReadAllText(folder["target"]));
        Assert.Equal("target", new FileInfo(folder["link"]).LinkTarget);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_mode_is_kept_and_nobody_else_reads_the_new_content_before()
    {
        const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(folder["report.json"], "before");
        File.SetUnixFileMode(folder["report.json"], OwnersOnly);
        var modes = new List<UnixFileMode>();
        AtomicFile.Write(folder["report.json"], _ => modes.AddRange(folder.Entries.Select(entry => File.GetUnixFileMode(folder[entry]))));
        Assert.Equal([OwnersOnly, OwnersOnly], modes);
        Assert.Equal(OwnersOnly, File.GetUnixFileMode(folder["report.json"]));
    }

    [BashFact]
    public void A_file_with_two_names_keeps_both()
    {
        File.WriteAllText(folder["one"], new string('x', 200_000));
        Bash.Run($"ln '{folder["one"]}' '{folder["two"]}'");
        AtomicFile.Write(folder["one"], output => output.Write("short"u8));
        Assert.Equal("short", File.ReadAllText(folder["two"]));
        AtomicFile.Write(folder["two"], output => output.Write(new byte[300_000]));
        Assert.Equal(300_000, new FileInfo(folder["one"]).Length);
        Assert.Equal(["one", "two"], folder.Entries);
    }

    [BashFact]
    public void A_pipe_with_a_name_is_written_into()
    {
        var read = Bash.Run(
            $"mkfifo '{folder["pipe"]}'; cat '{folder["pipe"]}' & TOOL --batch 5 --json '{folder["pipe"]}' > /dev/null; wait");
        Assert.StartsWith("{", read.Out, StringComparison.Ordinal);
        Assert.Equal(["pipe"], folder.Entries);
        Assert.Equal("", Bash.Run($"[ -p '{folder["pipe"]}' ] || echo gone").Out);
    }

    [Fact]
    public void A_name_as_long_as_a_name_may_be_is_written()
    {
        var name = new string('n', 250);
        AtomicFile.Write(folder[name], output => output.WriteByte(1));
        Assert.Equal([name], folder.Entries);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_may_not_be_written_is_not_replaced_either()
    {
        File.WriteAllText(folder["report.json"], "before");
        File.SetUnixFileMode(folder["report.json"], UnixFileMode.UserRead);
        if (Environment.IsPrivilegedProcess) return; // May write everything.
        Assert.Throws<FileException>(() => AtomicFile.RequireWritable(folder["report.json"]));
        Assert.Throws<FileException>(() => AtomicFile.Write(folder["report.json"], output => output.WriteByte(1)));
        Assert.Equal("before", File.ReadAllText(folder["report.json"]));
    }

    private static void FailHalfWay(Stream output)
    {
        output.Write(Encoding.UTF8.GetBytes(new string('x', 100_000)));
        throw new InvalidOperationException("half way");
    }
}
