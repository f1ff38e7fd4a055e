using System.Collections.Immutable;
using System.Runtime.Versioning;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Writing;

namespace ScratchVsAutograd.Tests.Files.Writing;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_is_made_and_other_files_in_it_stay()
    {
        AtomicFolder.Write(folder["a/b"], [("one", Text("1")), ("two", Text("2"))], Nothing);
        AtomicFolder.Write(folder["a/b"], [("two", Text("3"))], Own("two"));
        Assert.Equal("1", File.ReadAllText(folder["a/b/one"]));
        Assert.Equal("3", File.ReadAllText(folder["a/b/two"]));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder["a/b"]).Count());
    }

    [Fact]
    public void A_failure_leaves_no_file_and_no_folder()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(folder["a/b"], [("one", Text("1")), ("two", Fail)], Nothing));
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void A_failure_leaves_an_existing_folder_as_it_was()
    {
        AtomicFolder.Write(folder["a"], [("one", Text("1"))], Nothing);
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(folder["a"], [("one", Text("2")), ("two", Fail)], Own("one")));
        Assert.Equal([folder["a/one"]], Directory.EnumerateFileSystemEntries(folder["a"]));
        Assert.Equal("1", File.ReadAllText(folder["a/one"]));
    }

    [Theory]
    [InlineData("file", "is a file, and a folder is needed")]
    [InlineData("file/inside", "cannot be written to")]
    [InlineData("folder", "is a folder, and a file of that name is needed")]
    public void A_place_that_cannot_be_written_gives_a_sentence(string path, string sentence)
    {
        File.WriteAllText(folder["file"], "mine");
        Directory.CreateDirectory(folder["folder/one"]);
        var error = Assert.Throws<FileException>(() => AtomicFolder.Write(folder[path], [("one", Text("1"))], Nothing));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal(["file", "folder"], folder.Entries);
    }

    [Fact]
    public void An_empty_name_gives_a_sentence() =>
        Assert.Contains(
            "is empty", Assert.Throws<FileException>(() => AtomicFolder.Write(" ", [], Nothing)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_the_writers_own_and_not_written_again_is_removed()
    {
        AtomicFolder.Write(folder.Path, [("one", Text("1")), ("two", Text("2"))], Nothing);
        File.WriteAllText(folder["other"], "a stranger's");
        AtomicFolder.Write(folder.Path, [("three", Text("3"))], Own("one", "two", "never written"));
        Assert.Equal(["other", "three"], folder.Entries);
    }

    [Fact]
    public void What_is_not_the_writers_own_is_refused_and_everything_stays()
    {
        File.WriteAllText(folder["one"], "mine");
        File.WriteAllText(folder["two"], "mine");
        var error = Assert.Throws<FileException>(
            () => AtomicFolder.Write(folder.Path, [("one", Text("1")), ("two", Text("2"))], Own("one")));
        Assert.StartsWith(
            $"{folder["two"]} is there already and is not what this program left there", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["one"]));
        Assert.Equal(["one", "two"], folder.Entries);
    }

    [Fact]
    public void A_failure_while_files_are_moved_puts_all_of_them_back()
    {
        File.WriteAllText(folder["one"], "before");
        File.WriteAllText(folder["stale"], "before");

        // What is written last is in the way of its own move.
        var error = Assert.ThrowsAny<Exception>(() => AtomicFolder.Write(
            folder.Path,
            [("one", Text("1")), ("two", output => { Directory.CreateDirectory(folder["two"]); output.WriteByte(1); })],
            Own("one", "stale")));
        Assert.IsType<FileException>(error);
        Directory.Delete(folder["two"]);
        Assert.Equal(["one", "stale"], folder.Entries);
        Assert.All(folder.Entries, entry => Assert.Equal("before", File.ReadAllText(folder[entry])));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_in_a_files_place_is_refused_and_a_mode_is_kept()
    {
        AtomicFolder.Write(folder["a"], [("one", Text("1")), ("two", Text("2"))], Nothing);
        File.SetUnixFileMode(folder["a/two"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFolder.Write(folder["a"], [("one", Text("1")), ("two", Text("2"))], Own("one", "two"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["a/two"]));

        File.Delete(folder["a/one"]);
        File.CreateSymbolicLink(folder["a/one"], folder["not there"]);
        Assert.Throws<FileException>(() => AtomicFolder.Write(folder["a"], [("one", Text("1"))], Own("one")));
        Assert.NotNull(new FileInfo(folder["a/one"]).LinkTarget);
    }

    private static ImmutableHashSet<string> Nothing => [];

    private static ImmutableHashSet<string> Own(params string[] names) => [.. names];

    private static Action<Stream> Text(string text) => output => output.Write(System.Text.Encoding.UTF8.GetBytes(text));

    private static void Fail(Stream output) => throw new InvalidOperationException("half way");
}
