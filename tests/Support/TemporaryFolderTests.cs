using System.Reflection;
using System.Runtime.CompilerServices;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>A base class's Dispose knows nothing of a folder in a derived class, which would then stay for ever.</summary>
public sealed class TemporaryFolderTests
{
    [Fact]
    public void Whoever_has_a_folder_disposes_of_it() => Assert.DoesNotContain(
        typeof(TemporaryFolderTests).Assembly.GetTypes().Where(type => HasFolder(type) && !IsGenerated(type)),
        type => type.GetMethod(nameof(IDisposable.Dispose), [])?.DeclaringType != type);

    private static bool HasFolder(Type type)
        => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Any(field => field.FieldType == typeof(TemporaryFolder));

    // What the compiler makes of a method that waits, or of a lambda, has the method's own "using var".
    private static bool IsGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute));
}
