namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Ends a search for which there is no time left.</summary>
internal sealed class BudgetSpentException : Exception;
