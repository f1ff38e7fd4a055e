using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Builds a project with 'dotnet build', and finds the assembly that it makes.</summary>
internal static partial class ProjectBuild
{
    // What an enclosing 'dotnet run' or 'dotnet test' sets for itself would mislead another one.
    private static readonly string[] Enclosing = [
        "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>The target of a project; one that does not build has a problem.</summary>
    public static CheckTarget Of(string project)
    {
        try
        {
            using var process = Process.Start(StartInfo(project))!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            return process.ExitCode == 0 ? Built(project, output.Result) : Failed(project, $"{error.Result}\n{output.Result}");
        }
        catch (Win32Exception exception)
        {
            return Unusable(project, $"it needs 'dotnet build', and the .NET SDK cannot be started ({exception.Message.TrimEnd('.')}).");
        }
    }

    // Build servers would keep our pipes open after the build, and this process waiting.
    private static ProcessStartInfo StartInfo(string project)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "build", Path.GetFullPath(project), "-nologo", "-v:q", "-nodeReuse:false", "-p:UseSharedCompilation=false",
                "-getTargetResult:Build"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Enclosing) start.Environment.Remove(name);
        return start;
    }

    private static CheckTarget Built(string project, string output)
    {
        using var json = JsonDocument.Parse(output);
        var made = json.RootElement.GetProperty("TargetResults").GetProperty("Build").GetProperty("Items").EnumerateArray()
            .Select(item => item.GetProperty("FullPath").GetString()!).ToList();
        // Of several frameworks, projects name the newest last.
        return made.Count > 0 && File.Exists(made[^1])
            ? new() { Name = project, Assembly = made[^1] }
            : Unusable(project, "'dotnet build' produces no assembly from it.");
    }

    private static CheckTarget Failed(string project, string output)
    {
        var errors = Error().Matches(output).Select(match => Short(match.Groups[1].Value)).Distinct().ToList();
        return Unusable(
            project, $"it does not build: {(errors.Count > 0 ? Errors.InASentence(errors) : $"see 'dotnet build {project}'")}.") with
        {
            Errors = errors,
        };
    }

    private static CheckTarget Unusable(string project, string problem) => new() { Name = project, Problem = problem };

    private static string Short(string error)
    {
        var here = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        return error.Trim().Replace(here, "", StringComparison.Ordinal).TrimEnd('.');
    }

    [GeneratedRegex(@"^(.*?\berror [A-Z]+\d*: .*?)(?: \[[^\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
