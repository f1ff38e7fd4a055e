using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>One tensor's two gradients in one run.</summary>
internal readonly record struct GradientPair(Tensor Scratch, Tensor Autograd);
