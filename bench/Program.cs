using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ScratchVsAutograd.Bench;

if (args is ["gradcheck"])
{
    GradcheckRun.Run();
    return;
}

if (args is ["ratios", .. var options])
{
    RatiosRun.Run(options);
    return;
}

if (args is ["ops", .. var names])
{
    OpsRun.Run(names);
    return;
}

if (args is ["account"])
{
    Account.Run();
    return;
}

if (args is ["scale", .. var chosen])
{
    ScaleRun.Run(chosen);
    return;
}

// In this process: a generated project would not get the native library that the build puts beside this one.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(TensorDifferBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
