using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What <c>check</c> reads for one word of the command line.</summary>
internal static class CheckInputs
{
    private static readonly string[] SourceEndings = [".cs", ".csproj", ".fsproj", ".vbproj"];

    /// <summary>The file itself, and what an assembly may load from beside it; of a folder, the sources and assemblies in it.</summary>
    public static InputFiles[] Of(string typed)
    {
        var checkedCode = new InputFiles("the checked", typed);
        if (Directory.Exists(typed)) return [checkedCode with { Endings = [.. SourceEndings] }, InputFiles.CodeIn("the checked", typed)];
        var folder = Path.GetDirectoryName(Path.GetFullPath(typed));
        return Path.GetExtension(typed).ToUpperInvariant() switch
        {
            ".DLL" or ".EXE" when folder is not null => [checkedCode, InputFiles.CodeIn("the checked assembly's", folder)],
            ".CSPROJ" or ".FSPROJ" or ".VBPROJ" when folder is not null => Of(folder),
            _ => [checkedCode],
        };
    }
}
