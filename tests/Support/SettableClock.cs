namespace ScratchVsAutograd.Tests.Support;

/// <summary>A clock that stands still until a test sets it.</summary>
internal sealed class SettableClock : TimeProvider
{
    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;
}
