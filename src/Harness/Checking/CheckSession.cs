using System.Globalization;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>
/// Runs the candidates of one assembly in a child process, one after the other in the same one; where it dies or does not come back, that is
/// the candidate's outcome, and the next ones run in a fresh child.
/// </summary>
internal sealed class CheckSession : IDisposable
{
    private readonly CheckSettings settings;
    private readonly TimeSpan timeout;
    private ChildProcess? child;
    private bool isFresh;

    /// <summary>Starts a child and asks it what there is.</summary>
    /// <param name="settings">How to check.</param>
    /// <param name="timeout">How long one candidate may take.</param>
    /// <exception cref="InputException">The assembly cannot be used.</exception>
    public CheckSession(CheckSettings settings, TimeSpan timeout)
    {
        (this.settings, this.timeout) = (settings, timeout);
        try
        {
            var found = Start();
            (Found, WithoutSample) = (found.Found!, found.WithoutSample);
        }
        catch
        {
            Discard();
            throw;
        }
    }

    /// <summary>The keys of what can be checked.</summary>
    public IReadOnlyList<string> Found { get; }

    /// <summary>The custom functions that nobody offers a sample of.</summary>
    public IReadOnlyList<string> WithoutSample { get; }

    /// <summary>Checks one candidate.</summary>
    public CheckOutcome Run(string key)
    {
        if (child is null) Start();
        // Threads and memory that others left behind may have ended it: what dies only in their company is not to blame.
        return Ask(key, isFresh) ?? Run(key);
    }

    /// <summary>Ends the child.</summary>
    public void Dispose() => Discard();

    private ChildMessage Start()
    {
        child = ChildProcess.Start(settings);
        isFresh = true;
        try
        {
            var found = child.Receive(timeout) ?? throw new InputException($"{settings.Target} cannot be loaded: {child.Death()}.");
            return found.Unusable is { } sentence ? throw new InputException(sentence) : found;
        }
        catch (TimeoutException exception)
        {
            throw new InputException($"{settings.Target} was not loaded within the time that --timeout allows.", exception);
        }
    }

    private CheckOutcome? Ask(string key, bool blameIt)
    {
        isFresh = false;
        try
        {
            child!.Send(key);
            if (child.Receive(timeout)?.Outcome is { } outcome) return outcome;
            var death = child.Death();
            Discard();
            return blameIt ? CheckOutcome.Failed(key, $"{death}.") : null;
        }
        catch (TimeoutException)
        {
            Discard();
            return CheckOutcome.Failed(key, string.Create(
                CultureInfo.InvariantCulture, $"it did not end within {timeout.TotalSeconds:0.###} s, and was stopped; --timeout gives it longer."));
        }
    }

    private void Discard()
    {
        child?.Dispose();
        child = null;
    }
}
