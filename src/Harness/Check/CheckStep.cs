namespace ScratchVsAutograd.Harness.Check;

/// <summary>One line of what <c>check</c> reports: something to run, or a file that cannot be checked.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Request">What to run; null where there is an outcome already.</param>
/// <param name="Outcome">The outcome of a file that cannot be checked.</param>
internal sealed record CheckStep(string File, CheckRequest? Request = null, CheckOutcome? Outcome = null);
