using System.Diagnostics;
using System.Reflection;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>A process of its own: what a shell would see of the program.</summary>
internal sealed record RealProcess(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The program as it was built for these tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "scratch-vs-autograd.dll");

    /// <summary>What the tests, and so the program, were built as.</summary>
    public static string Configuration { get; } =
        typeof(RealProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Runs the program.</summary>
    public static RealProcess OfProgram(params string[] args) => Of("dotnet", [Program, .. args], new Dictionary<string, string>());

    /// <summary>Runs any command to its end, both streams through pipes.</summary>
    public static RealProcess Of(string command, IEnumerable<string> args, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command} did not end within {Patience.TotalSeconds} s.");
        }

        return new RealProcess(process.ExitCode, output.Result, error.Result);
    }
}
