using System.Reflection;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>A base class's Dispose knows nothing of a folder in a derived class, which would then stay for ever.</summary>
public sealed class TemporaryFolderTests
{
    [Fact]
    public void Whoever_has_a_folder_disposes_of_it() => Assert.DoesNotContain(
        typeof(TemporaryFolderTests).Assembly.GetTypes().Where(HasFolder),
        type => type.GetMethod(nameof(IDisposable.Dispose), [])?.DeclaringType != type);

    private static bool HasFolder(Type type)
        => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Any(field => field.FieldType == typeof(TemporaryFolder));
}
