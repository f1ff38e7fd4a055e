namespace ScratchVsAutograd.Harness.Checking;

/// <summary>What is checked: an assembly as it is, or one compiled from a source file.</summary>
/// <param name="Name">The file as the user named it.</param>
/// <param name="Assembly">Its full path.</param>
/// <param name="Code">What was compiled, or null for an assembly.</param>
internal sealed record CheckTarget(string Name, string Assembly, CompiledCode? Code)
{
    /// <summary>Finds the assembly, or makes it.</summary>
    /// <exception cref="InputException">There is no such file, or it is neither.</exception>
    /// <exception cref="CompilationException">The source file has errors.</exception>
    public static CheckTarget Of(string file)
    {
        if (Directory.Exists(file)) throw new InputException($"{file} is a folder; give the .dll that 'dotnet build' makes, or one .cs file.");
        if (!File.Exists(file)) throw new InputException($"There is no file {file}; give the .dll that 'dotnet build' makes, or one .cs file.");
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".cs" => new CheckTarget(file, Path.GetFullPath(file), SourceCompiler.Compile(file)),
            ".dll" or ".exe" => new CheckTarget(file, Path.GetFullPath(file), null),
            _ => throw new InputException($"{file} is neither an assembly nor a C# source file; give the .dll that 'dotnet build' makes, or one .cs file."),
        };
    }
}
