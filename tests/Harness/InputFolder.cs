namespace ScratchVsAutograd.Tests.Harness;

/// <summary>
/// A folder of inputs that cannot be used, and the current one for the length of a test class, so that it shows every file left behind.
/// </summary>
public sealed class InputFolder : IDisposable
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["empty.csv"] = "",
        ["header-only.csv"] = "a,b,label\n",
        ["one-row.csv"] = "1,2,0\n",
        ["one-column.csv"] = "1\n0\n1\n",
        ["one-class.csv"] = "1,2,0\n3,4,0\n5,6,0\n",
        ["word.csv"] = "1,2,0\n3,four,1\n",
        ["ragged.csv"] = "1,2,0\n3,4,5,1\n",
        ["negative-label.csv"] = "1,2,0\n3,4,-1\n",
        ["fractional-label.csv"] = "1,2,0\n3,4,0.5\n",
        ["huge-label.csv"] = "1,2,0\n3,4,123456\n",
        ["nan.csv"] = "1,2,0\nNaN,4,1\n",
        ["small.csv"] = "1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,1,0\n",
    };

    private readonly string previous = Directory.GetCurrentDirectory();

    /// <summary>Creates the folder and its files.</summary>
    public InputFolder()
    {
        Directory.SetCurrentDirectory(Path);
        foreach (var (name, text) in Files) File.WriteAllText(System.IO.Path.Combine(Path, name), text);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("scratch-vs-autograd-inputs-").FullName;

    /// <summary>Every file in it and how long it is.</summary>
    public IReadOnlyList<(string Name, long Length)> Content =>
    [
        .. new DirectoryInfo(Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => (entry.FullName, entry is FileInfo file ? file.Length : -1)).Order(),
    ];

    /// <inheritdoc />
    public void Dispose()
    {
        Directory.SetCurrentDirectory(previous);
        Directory.Delete(Path, recursive: true);
    }
}
