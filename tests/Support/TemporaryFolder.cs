namespace ScratchVsAutograd.Tests.Support;

/// <summary>An empty folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("scratch-vs-autograd-").FullName;

    /// <summary>A path inside it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names of everything in it, in order.</summary>
    public IEnumerable<string> Entries => Directory.EnumerateFileSystemEntries(Path)
        .Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
