namespace ScratchVsAutograd.Tests.Support;

/// <summary>A clock that goes on by the same amount each time it is looked at: what takes time, without taking any.</summary>
internal sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now += step.Ticks;
}
