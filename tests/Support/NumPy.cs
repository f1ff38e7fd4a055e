using System.Diagnostics;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>The real NumPy, where there is one. On a CI machine there has to be.</summary>
internal static class NumPy
{
    private const string Cure = "install Debian's python3-numpy, as .ci/run does";

    private const string Prelude = "import sys, warnings, numpy as np\nwarnings.simplefilter('error')\n";

    /// <summary>Runs a Python program after <c>import numpy as np</c>; null where this machine has no NumPy and need not.</summary>
    /// <param name="program">Any warning it causes is an error.</param>
    /// <param name="arguments">Its <c>sys.argv[1:]</c>.</param>
    /// <returns>What it printed.</returns>
    public static string? Run(string program, params string[] arguments)
    {
        if (!IsInstalled())
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"This is a CI machine (CI=true) without NumPy: {Cure}.");
            return null;
        }
        var (code, output, error) = Python(["-c", Prelude + program, .. arguments]);
        Assert.True(code == 0, error);
        return output;
    }

    private static bool IsInstalled()
    {
        try
        {
            return Python(["-c", "import numpy"]).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // No Python either.
        }
    }

    private static (int Code, string Output, string Error) Python(string[] arguments)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONUTF8"] = "1" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
