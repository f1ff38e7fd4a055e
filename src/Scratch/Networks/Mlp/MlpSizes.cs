namespace ScratchVsAutograd.Scratch.Networks.Mlp;

/// <summary>How large a multilayer perceptron is, and what its hidden layers are made of.</summary>
/// <param name="Features">Of the input.</param>
/// <param name="Hidden">The hidden layers' widths; none is a linear classifier.</param>
/// <param name="Classes">How many there are.</param>
/// <param name="Activation">Of the hidden layers.</param>
/// <param name="Normalization">Before the activation.</param>
/// <param name="Dropout">The probability with which an activation is dropped in training, below 1.</param>
internal sealed record MlpSizes(
    long Features, IReadOnlyList<int> Hidden, long Classes, Activation Activation, MlpNormalization Normalization, double Dropout)
{
    /// <summary>Whether linear layers have a bias: before batch normalization it would be subtracted again.</summary>
    public bool HasBias => Normalization != MlpNormalization.Batch;
}
