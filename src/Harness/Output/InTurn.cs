using System.Runtime.ExceptionServices;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Writes the outputs of one run, so that one which fails takes no other with it.</summary>
internal static class InTurn
{
    /// <summary>Runs every step.</summary>
    /// <exception cref="InputException">That of the first that failed, when the last has had its turn.</exception>
    public static void Run(params Action[] steps)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var step in steps)
        {
            try
            {
                step();
            }
            catch (Exception exception) when (InputException.IsSentence(exception))
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }
}
