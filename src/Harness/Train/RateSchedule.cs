using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Optimizers;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>How the learning rate changes while training.</summary>
/// <param name="Name">What <c>--schedule</c> calls it.</param>
/// <param name="Factor">What the learning rate is multiplied by, given the step from 0 and how many steps there are.</param>
internal sealed record RateSchedule(string Name, Func<long, long, double> Factor)
{
    /// <summary>All there are, the default first.</summary>
    public static IReadOnlyList<RateSchedule> All { get; } =
        [new("constant", Schedule.Constant), new("step", Schedule.Step), new("cosine", Schedule.Cosine)];

    /// <summary>The one of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static RateSchedule Of(string name) => All.FirstOrDefault(schedule => schedule.Name == name)
        ?? throw new InputException(
            $"'{name}' is not a schedule{Nearest.Question(name, All.Select(schedule => schedule.Name))}; expected constant, step or "
                + "cosine.");
}
