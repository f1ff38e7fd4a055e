using System.Diagnostics;
using System.Text.Json;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>Asks the real MSBuild about the Harness project, as "dotnet run" does; nothing is restored or compiled.</summary>
internal static class MsBuild
{
    private static readonly string Project = Path.Combine(Repository.Root, "src", "Harness", "Harness.csproj");

    /// <summary>What the project is with these global properties, each <c>Name=Value</c>.</summary>
    public static HarnessEvaluation Evaluate(params string[] properties)
    {
        var (exitCode, output) = Run(
            ["-getProperty:TorchFlavour,RunArguments,OutputPath,BaseIntermediateOutputPath", "-getItem:PackageReference"], properties);
        Assert.True(exitCode == 0, output);
        using var document = JsonDocument.Parse(output);
        return HarnessEvaluation.From(document.RootElement);
    }

    /// <summary>"dotnet msbuild" with these options and global properties.</summary>
    public static (int ExitCode, string Output) Run(string[] options, string[] properties)
    {
        string[] arguments = ["msbuild", Project, "-nologo", .. options, .. properties.Select(property => "-p:" + property)];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
