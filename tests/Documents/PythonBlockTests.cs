using System.Diagnostics;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>
/// The Python blocks of the documents, run one after the other in one folder. Where PyTorch is not installed, they run with the stand-in in
/// tests/Documents/Python, which has no more than what they call, and computes it with NumPy.
/// </summary>
public sealed class PythonBlockTests : IDisposable
{
    private static readonly IReadOnlyList<CodeBlock> Blocks = CodeBlock.All("python");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void They_run_and_what_they_write_compares_as_the_document_says()
    {
        if (NumPy.Run("") is null) return;
        Assert.All(
            Blocks,
            block => Assert.True(block.Kind is "script" or "goes on", $"{block.Name} has no comment that says what kind of block it is."));
        foreach (var script in Scripts()) Run(script);

        File.WriteAllText(folder["names.txt"], "W1 0.weight\nb1 0.bias\nW2 2.weight\nb2 2.bias\n");
        string[] diff = ["diff", folder["mine.npz"], folder["torch.npz"], "--names", folder["names.txt"]];
        Assert.Contains("256", CliRun.Of(diff).Out, StringComparison.Ordinal);
        var mended = Blocks.Single(block => block.Text.Contains("mine.npz", StringComparison.Ordinal)).Text
            .Replace("dZ2 = ", "dZ2 = 1 / len(y) * ", StringComparison.Ordinal);
        Run(mended);
        Assert.Equal(ExitCode.Agree, CliRun.Of([.. diff, "--squeeze", "--permute", "W1=1,0"]).ExitCode);
        Assert.Equal(
            ExitCode.Agree,
            CliRun.Of("diff", folder["from-notebook.npz"], folder["notebook.npz"], "--ignore", "Z2", "--side", "scratch").ExitCode);
    }

    [Fact]
    public void What_they_do_not_call_the_stand_in_does_not_have()
    {
        if (NumPy.Run("") is null || Python("import torch; torch.__version__").ExitCode == 0) return;
        Assert.NotEqual(0, Python("import torch; torch.nn.LayerNorm(3)").ExitCode);
        Assert.NotEqual(0, Python("import torch; torch.randn(3).grads").ExitCode);
    }

    private static List<string> Scripts()
    {
        var scripts = new List<string>();
        foreach (var block in Blocks)
        {
            if (block.Kind == "script")
                scripts.Add(block.Text);
            else
                scripts[^1] += block.Text;
        }

        return scripts;
    }

    private void Run(string script)
    {
        // The one file that a command of ours writes for a script; what the script makes of it must not replace the other's.
        if (script.Contains("notebook.npz", StringComparison.Ordinal))
        {
            Assert.Equal(ExitCode.Agree, CliRun.Of("--inputs", "--dump", folder["notebook.npz"]).ExitCode);
            script = script.Replace("\"torch.npz\"", "\"from-notebook.npz\"", StringComparison.Ordinal);
        }

        var (exitCode, error) = Python(script);
        Assert.True(exitCode == 0, $"{script}\n{error}");
    }

    private (int ExitCode, string Error) Python(string script)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            Environment = { ["PYTHONUTF8"] = "1" },
        };
        if (!HasTorch.Value) start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "tests", "Documents", "Python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static readonly Lazy<bool> HasTorch = new(
        () => NumPy.Run("try:\n  import torch, safetensors.torch\n  print('both')\nexcept ImportError: pass")?.Trim() == "both");
}
