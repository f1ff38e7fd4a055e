using System.Reflection;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>Places that only the build knows, handed over as assembly metadata.</summary>
internal static class Repository
{
    public static string Root => Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>TorchSharp's library for Linux as it lies in the NuGet cache.</summary>
    public static string ShippedTorchSharp => Metadata("ShippedTorchSharp");

    /// <summary>cpu or cuda: which LibTorch the tests, and so the program, were built with.</summary>
    public static string TorchFlavour => Metadata("TorchFlavour");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
