using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>What an explanation was told from, so that it can be tried on the whole of what was searched in a sample.</summary>
/// <param name="Look">The formulas that were found; null where it is another tensor's gradient.</param>
/// <param name="Mask">Where they hold; null for everywhere.</param>
/// <param name="IsFresh">Whether they hold on other leaf values.</param>
internal sealed record LookedUp(Look? Look, Expression? Mask, bool IsFresh);
