namespace ScratchVsAutograd.Harness.Train;

/// <summary>Both copies after a number of epochs.</summary>
/// <param name="Epoch">How often they have learned from all training rows; 0 is the start.</param>
/// <param name="Scratch">The copy that is fed by the hand-written gradients.</param>
/// <param name="Autograd">The copy that is fed by autograd's.</param>
/// <param name="Drift">How far apart their parameters are.</param>
internal sealed record EpochRecord(int Epoch, Score Scratch, Score Autograd, ParameterDrift Drift);
