namespace ScratchVsAutograd.Harness.Checking;

/// <summary>What is checked: an assembly as it is, or one compiled from a source file into a temporary folder.</summary>
internal sealed class CheckTarget : IDisposable
{
    private readonly string? temporary;

    private CheckTarget(string name, string assembly, string? temporary) => (Name, Assembly, this.temporary) = (name, assembly, temporary);

    /// <summary>The file as the user named it.</summary>
    public string Name { get; }

    /// <summary>The assembly, by its full path.</summary>
    public string Assembly { get; }

    /// <summary>Finds the assembly, or makes it.</summary>
    /// <exception cref="InputException">There is no such file, or it is neither.</exception>
    /// <exception cref="CompilationException">The source file has errors.</exception>
    public static CheckTarget Of(string file)
    {
        if (Directory.Exists(file)) throw new InputException($"{file} is a folder; give the .dll that 'dotnet build' makes, or one .cs file.");
        if (!File.Exists(file)) throw new InputException($"There is no file {file}; give the .dll that 'dotnet build' makes, or one .cs file.");
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".cs" => Compiled(file),
            ".dll" or ".exe" => new CheckTarget(file, Path.GetFullPath(file), null),
            _ => throw new InputException($"{file} is neither an assembly nor a C# source file; give the .dll that 'dotnet build' makes, or one .cs file."),
        };
    }

    /// <summary>Deletes what was compiled.</summary>
    public void Dispose()
    {
        if (temporary is not null) Directory.Delete(temporary, recursive: true);
    }

    private static CheckTarget Compiled(string file)
    {
        var folder = Directory.CreateTempSubdirectory("scratch-vs-autograd-").FullName;
        try
        {
            return new CheckTarget(file, SourceCompiler.Compile(file, folder), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
