using ScratchVsAutograd.Harness;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Output;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_is_made_and_other_files_in_it_stay()
    {
        AtomicFolder.Write(folder["a/b"], [("one", Text("1")), ("two", Text("2"))]);
        AtomicFolder.Write(folder["a/b"], [("two", Text("3"))]);
        Assert.Equal("1", File.ReadAllText(folder["a/b/one"]));
        Assert.Equal("3", File.ReadAllText(folder["a/b/two"]));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder["a/b"]).Count());
    }

    [Fact]
    public void A_failure_leaves_no_file_and_no_folder()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(folder["a/b"], [("one", Text("1")), ("two", Fail)]));
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void A_failure_leaves_an_existing_folder_as_it_was()
    {
        AtomicFolder.Write(folder["a"], [("one", Text("1"))]);
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(folder["a"], [("one", Text("2")), ("two", Fail)]));
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
        var error = Assert.Throws<InputException>(() => AtomicFolder.Write(folder[path], [("one", Text("1"))]));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal(["file", "folder"], folder.Entries);
    }

    [Fact]
    public void An_empty_name_gives_a_sentence() =>
        Assert.Contains("is empty", Assert.Throws<InputException>(() => AtomicFolder.Write(" ", [])).Message, StringComparison.Ordinal);

    private static Action<Stream> Text(string text) => output => output.Write(System.Text.Encoding.UTF8.GetBytes(text));

    private static void Fail(Stream output) => throw new InvalidOperationException("half way");
}
