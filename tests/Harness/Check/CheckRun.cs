using System.Text.Json;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary>One <c>check</c> of a file full of computations that crash, hang or are wrong, each in its own way.</summary>
public sealed class CheckRun : IDisposable
{
    /// <summary>Right first and last, so that one runs after every death.</summary>
    private const string Source = """
        public static class Bad
        {
            public static Computation ARightOne => Of((t, d) => d.Add(t["X"], 2 * t["X"]));
            public static Computation Aborts() => Of((t, d) => matmul(zeros(2, 3), zeros(4, 5)));
            public static Computation Exits() => Of((t, d) => Environment.Exit(0));
            public static Computation Lists() => Of((t, d) => { var list = new List<byte[]>(); while (true) list.Add(new byte[1 << 30]); });
            public static Computation Loops() => Of((t, d) => { System.Diagnostics.Process.Start("sleep", "97531"); while (true) { } });
            public static Computation Nothing => null!;
            public static Computation Overflows() => Of((t, d) => Deep(0));
            public static Computation Prints() => Of((t, d) => { Console.WriteLine("looked at"); set_default_dtype(ScalarType.Float64); d.Add(t["X"], 3 * t["X"]); });
            public static Computation RightBeforeAThreadEndsIt() => Of((t, d) =>
            {
                new System.Threading.Thread(() => { System.Threading.Thread.Sleep(3_000); Environment.FailFast("left behind"); }) { IsBackground = true }.Start();
                d.Add(t["X"], 2 * t["X"]);
            });
            public static Computation SlowWhileAThreadEndsIt() => Of((t, d) => { System.Threading.Thread.Sleep(500); d.Add(t["X"], 2 * t["X"]); });
            public static Computation Tensors() => Of((t, d) => zeros(1L << 50));
            public static Computation Threads() => Of((t, d) =>
            {
                new System.Threading.Thread(() => throw new InvalidOperationException("on a thread")).Start();
                System.Threading.Thread.Sleep(60_000);
            });
            public static Computation Throws() => throw new InvalidOperationException("before the start");
            public static Computation ZRightOne() => Of((t, d) => d.Add(t["X"], 2 * t["X"]));

            private static int Deep(int n) => n + Deep(n + 1);

            private static Computation Of(Action<Trace, Gradients> backward) => Computation.From(
                "square", [new Leaf("X", randn(3), LeafRole.Parameter)], t => (t["X"] * t["X"]).sum(), backward);
        }

        public class Forgets : autograd.SingleTensorFunction<Forgets>
        {
            public override string Name => "forgets";

            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).exp();

            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new NotImplementedException("later");
        }
        """;

    private readonly TemporaryFolder folder = new();

    public CheckRun()
    {
        var file = folder["Bad.cs"];
        File.WriteAllText(file, Source);
        Text = RealProcess.OfProgram("check", file, "--timeout", "12", "--json", folder["bad.json"]);
        Json = JsonDocument.Parse(File.ReadAllText(folder["bad.json"]));
    }

    /// <summary>What a shell saw.</summary>
    internal RealProcess Text { get; }

    /// <summary>What <c>--json</c> wrote.</summary>
    public JsonDocument Json { get; }

    public void Dispose()
    {
        Json.Dispose();
        folder.Dispose();
    }
}
