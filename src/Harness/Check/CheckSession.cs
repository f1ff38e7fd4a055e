using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>
/// Runs the candidates of all targets in a child process, one after the other in the same one; where it dies or does not come back, that is
/// the candidate's outcome, and the next ones run in a fresh child.
/// </summary>
/// <param name="timeout">How long one candidate may take; null for as long as it gets on.</param>
internal sealed class CheckSession(TimeSpan? timeout) : IDisposable
{
    private CheckSettings settings = new() { Targets = [] };
    private ChildProcess? child;
    private bool isFresh;

    /// <summary>Hands over what is checked from now on, to the child that there is or to a new one.</summary>
    /// <param name="settings">How to check.</param>
    /// <returns>What is in each target, in their order.</returns>
    /// <exception cref="InputException">The assemblies cannot be loaded.</exception>
    public IReadOnlyList<TargetContent> Load(CheckSettings settings)
    {
        this.settings = settings;
        return Reloaded() ?? Start();
    }

    /// <summary>Checks one candidate.</summary>
    public CheckOutcome Run(CheckRequest request)
    {
        if (child is null) Start();
        // Threads and memory that others left behind may have ended it: what dies only in their company is not to blame.
        return Ask(request, isFresh) ?? Run(request);
    }

    /// <summary>Ends the child.</summary>
    public void Dispose() => Discard();

    // Null where there is no child, or what it ran before has left it unable to answer.
    private IReadOnlyList<TargetContent>? Reloaded()
    {
        if (child is null) return null;
        try
        {
            child.Send(new ParentMessage { Settings = settings });
            if (child.Receive(timeout ?? Patience.Usual)?.Found is { } found) return found;
        }
        catch (TimeoutException)
        {
            // It is busy with what it should have ended.
        }

        Discard();
        return null;
    }

    private IReadOnlyList<TargetContent> Start()
    {
        var names = NameList.Of([.. settings.Targets.Select(target => target.Name)]);
        child = ChildProcess.Start(settings);
        isFresh = true;
        try
        {
            if (child.Receive(timeout ?? Patience.Usual)?.Found is { } found) return found;
            var death = child.Death();
            Discard();
            throw new InputException($"{names} cannot be loaded: {death}.");
        }
        catch (TimeoutException exception)
        {
            Discard();
            throw new InputException(
                $"{names} {(settings.Targets.Count == 1 ? "was" : "were")} not loaded within the time that --timeout allows.", exception);
        }
    }

    private CheckOutcome? Ask(CheckRequest request, bool blameIt)
    {
        isFresh = false;
        CheckOutcome? verdict = null;
        var patience = new Patience(timeout);
        try
        {
            child!.Send(new ParentMessage { Request = request });
            var message = child.Receive(patience.Left);
            for (; message is { Outcome: null }; message = child.Receive(patience.Left))
            {
                verdict = message.Verdict ?? verdict;
                if (message.Progress is { } progress) patience.See(progress);
            }

            if (message?.Outcome is { } outcome) return outcome;
            var death = child.Death();
            Discard();
            // A verdict is not lost to the search for its causes.
            return verdict ?? (blameIt ? CheckOutcome.Failed(request.Key, $"{death}.") : null);
        }
        catch (TimeoutException)
        {
            Discard();
            return verdict ?? CheckOutcome.Failed(request.Key, patience.Sentence());
        }
    }

    private void Discard()
    {
        child?.Dispose();
        child = null;
    }
}
