namespace ScratchVsAutograd.Tests.Support;

/// <summary>A test that looks at a page in a real browser; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser is null) Skip = "There is no chromium to look at the page with; install it (apt-get install chromium).";
    }

    /// <summary>The browser on the path; null where there is none.</summary>
    internal static string? Browser { get; } =
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in new[] { "chromium", "chromium-browser", "google-chrome" }
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
