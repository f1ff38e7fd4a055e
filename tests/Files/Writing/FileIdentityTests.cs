using ScratchVsAutograd.Files.Writing;

namespace ScratchVsAutograd.Tests.Files.Writing;

/// <summary>One file by many names.</summary>
public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FileIdentityTests()
    {
        File.WriteAllText(folder["file"], "");
        File.WriteAllText(folder["other"], "");
        Directory.CreateDirectory(folder["sub"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("file", "./file")]
    [InlineData("file", "sub/../file")]
    [InlineData("not there", "sub/../not there")]
    [InlineData("no folder/not there", "sub/../no folder/./not there")]
    [InlineData("sub", "sub/")]
    public void The_same_by_another_spelling(string one, string another)
        => Assert.Equal(FileIdentity.Of(folder[one]), FileIdentity.Of(folder[another]));

    [Theory]
    [InlineData("file", "other")]
    [InlineData("file", "not there")]
    [InlineData("not there", "sub/not there")]
    [InlineData("not there", "not there either")]
    [InlineData("file", "file/inside")]
    public void Others(string one, string another) => Assert.NotEqual(FileIdentity.Of(folder[one]), FileIdentity.Of(folder[another]));

    [UnixFact]
    public void The_same_through_links()
    {
        File.CreateSymbolicLink(folder["link"], "file");
        File.CreateSymbolicLink(folder["link to a link"], folder["link"]);
        File.CreateSymbolicLink(folder["dangling"], "not there");
        File.CreateSymbolicLink(folder["circle"], "circle");
        Assert.Equal(FileIdentity.Of(folder["file"]), FileIdentity.Of(folder["link to a link"]));
        Assert.Equal(FileIdentity.Of(folder["not there"]), FileIdentity.Of(folder["dangling"]));
        Assert.NotEqual(FileIdentity.Of(folder["file"]), FileIdentity.Of(folder["circle"]));
    }

    [BashFact]
    public void The_same_through_linked_folders_and_hard_links()
    {
        Directory.CreateSymbolicLink(folder["here"], ".");
        Bash.Run($"ln '{folder["file"]}' '{folder["hard"]}'");
        Assert.Equal(FileIdentity.Of(folder["file"]), FileIdentity.Of(folder["here/hard"]));
        Assert.Equal(FileIdentity.Of(folder["sub/not there"]), FileIdentity.Of(folder["here/sub/not there"]));
    }
}
