using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Which libraries computed it: results differ in their last bits between versions and thread counts.</summary>
internal static class LibraryVersions
{
    /// <summary>The managed package's version.</summary>
    public static string TorchSharp { get; } =
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static string Text() => string.Create(
        CultureInfo.InvariantCulture, $"TorchSharp {TorchSharp}, LibTorch {torch.__version__}, {torch.get_num_threads()} threads");
}
