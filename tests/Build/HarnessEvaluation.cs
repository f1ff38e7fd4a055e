using System.Text.Json;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>What MSBuild makes of the Harness project before it builds it.</summary>
internal sealed record HarnessEvaluation(
    string Flavour, string RunArguments, string OutputPath, string IntermediatePath, IReadOnlyList<string> TorchSharpPackages)
{
    /// <summary>Reads MSBuild's own JSON.</summary>
    public static HarnessEvaluation From(JsonElement json)
    {
        var packages = json.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(package => package.GetProperty("Identity").GetString()!)
            .Where(package => package.Contains("torch", StringComparison.OrdinalIgnoreCase));
        return new(
            Property("TorchFlavour"), Property("RunArguments").Trim(), Property("OutputPath"), Property("BaseIntermediateOutputPath"),
            [.. packages]);

        string Property(string name) => json.GetProperty("Properties").GetProperty(name).GetString()!;
    }
}
