using System.Reflection;
using System.Runtime.Loader;
using ScratchVsAutograd.Comparison.Functions;
using ScratchVsAutograd.Harness.Options;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// Loads somebody's assembly and what lies beside it, but this program's own TorchSharp, Scratch and Comparison: a computation there is
/// then a computation here.
/// </summary>
/// <param name="assemblyPath">The assembly's full path, or the source file's.</param>
/// <param name="code">What was compiled of a source file, which finds nothing beside it; null where the assembly is a file.</param>
internal sealed class CodeLoadContext(string assemblyPath, CompiledCode? code) : AssemblyLoadContext(Path.GetFileName(assemblyPath))
{
    private static readonly HashSet<string?> Shared = new(
        new[] { typeof(Computation), typeof(Comparer), typeof(torch) }.Select(type => type.Assembly.GetName().Name),
        StringComparer.OrdinalIgnoreCase);

    private readonly AssemblyDependencyResolver? resolver = code is null ? new(assemblyPath) : null;

    /// <summary>Loads the assembly itself.</summary>
    /// <exception cref="InputException">It is no .NET assembly, or cannot be read.</exception>
    public Assembly Load()
    {
        if (code is not null)
        {
            var assembly = LoadFromStream(new MemoryStream(code.Assembly), new MemoryStream(code.Symbols));
            MethodPlace.Know(assembly, code.Symbols);
            return assembly;
        }

        try
        {
            return LoadFromAssemblyPath(assemblyPath);
        }
        catch (BadImageFormatException exception)
        {
            throw new InputException(
                $"{assemblyPath} is not a .NET assembly for this platform; give the .dll that 'dotnet build' makes.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{assemblyPath} cannot be loaded ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
        => Shared.Contains(assemblyName.Name) ? null
            : resolver?.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
            : null;

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
