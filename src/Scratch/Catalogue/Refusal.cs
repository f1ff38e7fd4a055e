namespace ScratchVsAutograd.Scratch.Catalogue;

/// <summary>A call that an op refuses.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Call">The call.</param>
/// <param name="Sentence">How the exception's message starts.</param>
internal sealed record Refusal(string What, Action Call, string Sentence);
