namespace ScratchVsAutograd.Harness.Train;

/// <summary>How good one network is.</summary>
/// <param name="Loss">The training loss.</param>
/// <param name="TrainingAccuracy">The share of training rows whose largest logit is that of their class, 0 to 1.</param>
/// <param name="ValidationAccuracy">The same of the validation rows.</param>
internal sealed record NetworkScore(double Loss, double TrainingAccuracy, double ValidationAccuracy);
