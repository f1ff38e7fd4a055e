namespace ScratchVsAutograd.Harness.Train;

/// <summary>Both networks after a number of updates.</summary>
/// <param name="Epoch">How many updates; 0 is the start.</param>
/// <param name="Scratch">The network that is fed by the hand-written gradients.</param>
/// <param name="Autograd">The network that is fed by autograd's.</param>
/// <param name="Drift">How far apart their parameters are.</param>
internal sealed record EpochRecord(int Epoch, NetworkScore Scratch, NetworkScore Autograd, ParameterDrift Drift);
