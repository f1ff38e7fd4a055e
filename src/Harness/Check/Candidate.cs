namespace ScratchVsAutograd.Harness.Check;

/// <summary>Something in somebody's assembly that can be checked.</summary>
/// <param name="Key">Its name, as <c>Type</c> or <c>Type.Member</c>.</param>
/// <param name="Make">Makes the computation or the function's sample from a seed; runs their code.</param>
internal sealed record Candidate(string Key, Func<long, object?> Make);
