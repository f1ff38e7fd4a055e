using ScratchVsAutograd.Scratch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace ScratchVsAutograd.Tests.Scratch.Optimizers;

/// <summary>The rate of every step against torch's own schedulers.</summary>
public sealed class ScheduleTests : TensorTest
{
    private const int Steps = 40;

    [Fact]
    public void Step_is_torchs() => AssertTorchs(
        Schedule.Step, optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [Steps / 2, Steps * 3 / 4], gamma: 0.1));

    [Fact]
    public void Cosine_after_its_warm_up_is_torchs() => AssertTorchs(
        Schedule.Cosine, optimizer => optim.lr_scheduler.CosineAnnealingLR(optimizer, Steps - 4), from: 4);

    [Fact]
    public void Cosine_warms_up_to_the_whole_rate()
        => Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], Enumerable.Range(0, 5).Select(step => Schedule.Cosine(step, Steps)));

    [Fact]
    public void One_step_has_the_whole_rate()
        => Assert.Equal([1, 1, 1], [Schedule.Constant(0, 1), Schedule.Step(0, 1), Schedule.Cosine(0, 1)]);

    private static void AssertTorchs(
        Func<long, long, double> ours, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> torchs, int from = 0)
    {
        var optimizer = optim.SGD([new Parameter(zeros(1))], 1);
        var scheduler = torchs(optimizer);
        for (var step = from; step < Steps; step++)
        {
            Assert.Equal(optimizer.ParamGroups.Single().LearningRate, ours(step, Steps), 1e-12);
            optimizer.step();
            scheduler.step();
        }
    }
}
