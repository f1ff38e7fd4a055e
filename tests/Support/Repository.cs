namespace ScratchVsAutograd.Tests.Support;

/// <summary>The checkout the tests run in.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScratchVsAutograd.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from a folder below the solution's.");
    }
}
