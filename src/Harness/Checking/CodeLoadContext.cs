using System.Reflection;
using System.Runtime.Loader;
using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Scratch;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>
/// Loads somebody's assembly and what lies beside it, but this program's own TorchSharp, Scratch and Comparison: a computation there is
/// then a computation here.
/// </summary>
internal sealed class CodeLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileName(assemblyPath))
{
    private static readonly HashSet<string?> Shared = new(
        new[] { typeof(Computation), typeof(Comparer), typeof(torch) }.Select(type => type.Assembly.GetName().Name), StringComparer.OrdinalIgnoreCase);

    private readonly AssemblyDependencyResolver resolver = new(assemblyPath);

    /// <summary>Loads the assembly itself.</summary>
    /// <exception cref="InputException">It is no .NET assembly, or cannot be read.</exception>
    public Assembly Load()
    {
        try
        {
            return LoadFromAssemblyPath(assemblyPath);
        }
        catch (BadImageFormatException exception)
        {
            throw new InputException($"{assemblyPath} is not a .NET assembly for this platform; give the .dll that 'dotnet build' makes.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{assemblyPath} cannot be loaded ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
        => Shared.Contains(assemblyName.Name) ? null
            : resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
            : null;

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
